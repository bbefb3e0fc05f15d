// The AG-UI 1.0 events a node sends. A client ignores types it does not know.

interface Base {
  /** Milliseconds since 1970. */
  readonly timestamp?: number;
}

interface OfSubagent extends Base {
  /** `turn:task`. */
  readonly subagentRunId?: string;
}

export interface RunStarted extends Base {
  readonly type: 'RUN_STARTED';
  readonly threadId: string;
  readonly runId: string;
  readonly protocolVersion?: string;
}

export type RunOutcome =
  | {readonly type: 'success'}
  | {readonly type: 'cancelled'}
  | {readonly type: 'interrupt'; readonly interrupts: readonly Interrupt[]};

export interface RunFinished extends Base {
  readonly type: 'RUN_FINISHED';
  readonly threadId: string;
  readonly runId: string;
  readonly outcome?: RunOutcome;
}

export interface RunError extends Base {
  readonly type: 'RUN_ERROR';
  readonly message: string;
  readonly code?: string;
  readonly metadata?: {readonly jetway?: {readonly runId: string}};
}

export interface TextMessageStart extends Base {
  readonly type: 'TEXT_MESSAGE_START';
  readonly messageId: string;
  readonly role: 'user' | 'assistant';
  /** Of the person from the desk who wrote it. */
  readonly name?: string;
}

export interface TextMessageContent extends Base {
  readonly type: 'TEXT_MESSAGE_CONTENT';
  readonly messageId: string;
  readonly delta: string;
}

export interface TextMessageEnd extends Base {
  readonly type: 'TEXT_MESSAGE_END';
  readonly messageId: string;
}

/** What a task is at, in a line; REASONING_START, MESSAGE_START, MESSAGE_END and END come around it. */
export interface ReasoningMessageContent extends OfSubagent {
  readonly type: 'REASONING_MESSAGE_CONTENT';
  readonly messageId: string;
  readonly delta: string;
}

export interface ReasoningMark extends OfSubagent {
  readonly type: 'REASONING_START' | 'REASONING_MESSAGE_START' | 'REASONING_MESSAGE_END' | 'REASONING_END';
  readonly messageId: string;
}

export type TaskStatus =
  | 'submitted'
  | 'working'
  | 'approval-required'
  | 'committing'
  | 'completed'
  | 'input-required'
  | 'failed'
  | 'canceled';

export interface PlanTask {
  readonly id: string;
  readonly title: string;
  readonly skill: string;
  readonly status: TaskStatus;
  readonly optional: boolean;
  readonly dependsOn: readonly string[];
  readonly detail?: string;
  /** What a traveler can choose from, once the task has found it. */
  readonly options?: readonly Offer[];
}

/** One offer, numbered as in the reply; the other fields depend on its kind. */
export interface Offer {
  readonly n: number;
  readonly kind: string;
  readonly title: string;
  readonly [field: string]: unknown;
}

export interface Plan {
  readonly planner?: string;
  readonly tasks: readonly PlanTask[];
  readonly assumptions: readonly string[];
}

export interface ActivitySnapshot extends Base {
  readonly type: 'ACTIVITY_SNAPSHOT';
  readonly messageId: string;
  readonly activityType: string;
  readonly content: Plan;
}

export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

export interface ActivityDelta extends Base {
  readonly type: 'ACTIVITY_DELTA';
  readonly messageId: string;
  readonly activityType: string;
  readonly patch: readonly PatchOperation[];
}

export interface SubagentStarted extends Base {
  readonly type: 'SUBAGENT_STARTED';
  readonly subagentRunId: string;
  readonly name: string;
  readonly description?: string;
}

export interface SubagentFinished extends Base {
  readonly type: 'SUBAGENT_FINISHED';
  readonly subagentRunId: string;
  readonly outcome: {readonly type: 'success'} | {readonly type: 'suspended'; readonly interruptIds: readonly string[]};
}

export interface SubagentError extends Base {
  readonly type: 'SUBAGENT_ERROR';
  readonly subagentRunId: string;
  readonly message: string;
  readonly code?: string;
}

export interface ToolCallStart extends OfSubagent {
  readonly type: 'TOOL_CALL_START';
  readonly toolCallId: string;
  readonly toolCallName: string;
}

export interface ToolCallArgs extends OfSubagent {
  readonly type: 'TOOL_CALL_ARGS';
  readonly toolCallId: string;
  readonly delta: string;
}

export interface ToolCallEnd extends OfSubagent {
  readonly type: 'TOOL_CALL_END';
  readonly toolCallId: string;
}

export interface ToolCallResult extends OfSubagent {
  readonly type: 'TOOL_CALL_RESULT';
  readonly messageId: string;
  readonly toolCallId: string;
  readonly content: string;
  readonly role?: 'tool';
  readonly metadata?: {
    readonly jetway?: {
      readonly outcome: string;
      readonly millis?: number;
      readonly startedAt?: number;
      /** The tool could not be reached, and this is what it had said then. Milliseconds since 1970. */
      readonly asOf?: number;
    };
  };
}

/** A question to the traveler. Show `message`, every detail and every remark; all of it is plain text. */
export interface Interrupt {
  readonly id: string;
  readonly reason: string;
  readonly message?: string;
  readonly toolCallId?: string;
  readonly subagentRunId?: string;
  readonly expiresAt?: string;
  readonly responseSchema?: unknown;
  readonly metadata?: {
    readonly jetway?: {
      readonly tool?: string;
      readonly summary?: Readonly<Record<string, string>>;
      readonly details?: readonly Detail[];
      readonly remarks?: readonly string[];
      readonly origins?: readonly Origin[];
    };
  };
}

export interface Detail {
  readonly label: string;
  readonly value: string;
  readonly from?: 'traveler' | 'tool' | 'computed';
  readonly by?: string;
}

export interface Origin {
  readonly call: string;
  /** A JSON Pointer. */
  readonly argument: string;
  readonly value: string;
  readonly kind: 'said' | 'field' | 'text' | 'computed';
  readonly by?: string;
  readonly alsoIn?: string;
}

export interface SnapshotMessage {
  readonly id: string;
  readonly role: string;
  readonly content?: unknown;
  readonly activityType?: string;
}

export interface MessagesSnapshot extends Base {
  readonly type: 'MESSAGES_SNAPSHOT';
  readonly messages: readonly SnapshotMessage[];
}

export interface ConversationState {
  /** Whether `history` has older messages than the snapshot. */
  readonly earlier?: boolean;
  readonly running?: boolean;
  readonly runId?: string;
  readonly turnId?: string;
  readonly interrupts?: readonly Interrupt[];
  /** A person from the desk was asked for, or is there. */
  readonly desk?: {readonly requested: boolean; readonly name?: string; readonly since?: number};
}

export interface StateSnapshot extends Base {
  readonly type: 'STATE_SNAPSHOT';
  readonly snapshot: ConversationState;
}

export interface Custom extends Base {
  readonly type: 'CUSTOM';
  readonly name: string;
  readonly value?: unknown;
}

export type AgUiEvent =
  | RunStarted
  | RunFinished
  | RunError
  | TextMessageStart
  | TextMessageContent
  | TextMessageEnd
  | ReasoningMark
  | ReasoningMessageContent
  | ActivitySnapshot
  | ActivityDelta
  | SubagentStarted
  | SubagentFinished
  | SubagentError
  | ToolCallStart
  | ToolCallArgs
  | ToolCallEnd
  | ToolCallResult
  | MessagesSnapshot
  | StateSnapshot
  | Custom;
