import { CreateQueueCommand, ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { startLocalCloud } from '../../local/cloud.ts';
import { clientsAt } from './clients.ts';

/** Uses every part, closes the cloud while a long poll hangs in it, and must then end by itself. */
const cloud = await startLocalCloud();
const { sqs } = clientsAt(cloud.url);
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })).catch(() => undefined);
// Answered after the poll was taken up.
await sqs.send(new ListQueuesCommand({}));
await cloud.close();
await poll;
process.stdout.write('closed\n');
