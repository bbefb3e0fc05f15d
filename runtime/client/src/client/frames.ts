// Every frame of jetway.v1, as runtime/docs/websocket.md describes them.

import type {AgUiEvent} from './events.js';

/** Where a client stands in a thread: of which numbering, and up to which event. */
export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

/** How a traveler reads times and prices. What is not valid is replaced by en-GB, Europe/London and GBP. */
export interface ClientProfile {
  readonly name?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly currency?: string;
}

// ---- what a client says

export interface Hello {
  readonly type: 'hello';
  readonly token?: string;
  readonly client?: ClientProfile;
  /** How many frames of a thread may be sent and not acknowledged. */
  readonly window?: number;
  /** The connection this one takes the place of. */
  readonly supersedes?: string;
}

export interface Auth {
  readonly type: 'auth';
  readonly id: string;
  readonly token: string;
}

export interface Subscribe {
  readonly type: 'subscribe';
  readonly id: string;
  readonly thread: string;
  readonly epoch?: string;
  readonly afterSeq?: number;
}

export interface Unsubscribe {
  readonly type: 'unsubscribe';
  readonly id: string;
  readonly thread: string;
}

export interface Run {
  readonly type: 'run';
  readonly id: string;
  readonly input: RunInput;
}

export interface Cancel {
  readonly type: 'cancel';
  readonly id: string;
  readonly thread: string;
  readonly runId?: string;
}

export interface History {
  readonly type: 'history';
  readonly id: string;
  readonly thread: string;
  readonly before?: string;
  readonly limit?: number;
}

export interface Ack {
  readonly type: 'ack';
  readonly thread: string;
  readonly seq: number;
}

export interface Ping {
  readonly type: 'ping';
  readonly t?: number;
}

export type ClientFrame = Hello | Auth | Subscribe | Unsubscribe | Run | Cancel | History | Ack | Ping;

/** An AG-UI `RunAgentInput`, with the parts that a node reads. */
export interface RunInput {
  readonly threadId: string;
  readonly runId: string;
  readonly protocolVersion?: string;
  readonly messages: readonly InputMessage[];
  readonly resume?: readonly ResumeEntry[];
  readonly forwardedProps?: ForwardedProps;
}

export interface InputMessage {
  readonly id: string;
  readonly role: string;
  readonly content?: unknown;
}

export interface ResumeEntry {
  readonly interruptId: string;
  readonly status: 'resolved' | 'cancelled';
  readonly payload?: {readonly approved: boolean};
}

export interface ForwardedProps {
  readonly jetway?: {
    /** False only records the message. */
    readonly respond?: boolean;
    readonly acknowledge?: 'local' | 'all-regions';
  };
}

// ---- what a server says

export interface Welcome {
  readonly type: 'welcome';
  readonly connectionId: string;
  readonly heartbeatMs: number;
  readonly maxFrameBytes: number;
  readonly agui: string;
  readonly tokenExpiresAt?: string;
  readonly regions?: {
    readonly serving: string;
    readonly nearest: string;
    readonly addresses: Readonly<Record<string, string>>;
  };
  readonly capabilities: {
    readonly resume: boolean;
    readonly history: boolean;
    readonly window: boolean;
    readonly auth: boolean;
  };
}

export interface Ok {
  readonly type: 'ok';
  readonly id: string;
  readonly duplicate?: boolean;
  readonly result?: unknown;
}

export type ErrorCode =
  | 'bad_request'
  | 'unknown_type'
  | 'too_large'
  | 'not_found'
  | 'forbidden'
  | 'conflict'
  | 'interrupt_pending'
  | 'interrupt_unknown'
  | 'interrupt_expired'
  | 'payload_invalid'
  | 'rate_limited'
  | 'budget_exceeded'
  | 'unavailable'
  | 'internal';

export interface ErrorFrame {
  readonly type: 'error';
  readonly id?: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
}

export interface Subscribed {
  readonly type: 'subscribed';
  readonly id: string;
  readonly thread: string;
  readonly epoch: string;
  readonly seq: number;
  readonly recovered: boolean;
}

export interface EventFrame {
  readonly type: 'event';
  readonly thread: string;
  readonly seq: number;
  /** Below `seq` where several deltas of one message came as one. */
  readonly firstSeq?: number;
  readonly event: AgUiEvent;
}

export interface Reset {
  readonly type: 'reset';
  readonly thread: string;
  readonly epoch: string;
  readonly seq: number;
  readonly reason: string;
}

export type ByeCode =
  | 'hello_timeout'
  | 'unauthorized'
  | 'token_expired'
  | 'forbidden'
  | 'protocol'
  | 'too_large'
  | 'rate_limited'
  | 'slow_consumer'
  | 'superseded'
  | 'draining'
  | 'wrong_region'
  | 'internal';

export interface Bye {
  readonly type: 'bye';
  readonly code: ByeCode;
  readonly message: string;
  readonly reconnect: 'never' | 'now' | 'backoff' | 'after-login';
  readonly retryAfterMs?: number;
  /** With `wrong_region`: where home is. */
  readonly region?: string;
  readonly url?: string;
}

export interface Pong {
  readonly type: 'pong';
  readonly t?: number;
}

export type ServerFrame = Welcome | Ok | ErrorFrame | Subscribed | EventFrame | Reset | Bye | Pong;

/** `ok.result` of `history`. */
export interface HistoryPage {
  /** Oldest first. */
  readonly messages: readonly HistoryMessage[];
  /** Whether there are older ones. */
  readonly more: boolean;
}

export interface HistoryMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}
