export {Connection} from './client/connection.js';
export type {ConnectionOptions, Status, TokenWanted, WebSocketConstructor, WebSocketLike} from './client/connection.js';
export {CommandFailed} from './client/commands.js';
export {newId, Thread} from './client/thread.js';
export type {Answer, Follower, RunRequest, SayOptions, Snapshot} from './client/thread.js';
export type * from './client/events.js';
export type * from './client/frames.js';
