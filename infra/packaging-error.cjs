/** Returns an error without its stack, because osls prints the stack in place of the message. */
module.exports = (message) => {
  const error = new Error(message);
  delete error.stack;
  return error;
};
