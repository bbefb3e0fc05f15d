export { Connection } from './client/connection.js';
export { CommandFailed } from './client/commands.js';
export { newId, Thread } from './client/thread.js';
