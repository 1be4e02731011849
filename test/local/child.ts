import { CreateQueueCommand, ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { startLocalCloud } from '../../local/cloud.ts';
import { clientsAt } from './clients.ts';

/** Closes the cloud during a long poll. The process then exits without an explicit exit call. */
const cloud = await startLocalCloud();
const { sqs } = clientsAt(cloud.url);
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })).catch(() => undefined);
// This call returns after the server has received the poll.
await sqs.send(new ListQueuesCommand({}));
await cloud.close();
await poll;
process.stdout.write('closed\n');
