import {AbstractAgent, type AgentConfig, type BaseEvent, type RunAgentInput} from '@ag-ui/client';
import type {AgUiEvent, Connection, Cursor, Snapshot, Thread} from '@jetway/client';
import {Observable} from 'rxjs';

/** An AG-UI agent over a Jetway connection: a socket that is lost in the middle of a run is a pause, not an error. */
export class JetwayAgent extends AbstractAgent {
  readonly connection: Connection;
  #thread: Thread | undefined;
  #cursor: Cursor | undefined;

  constructor({connection, ...config}: AgentConfig & {connection: Connection}) {
    super(config);
    this.connection = connection;
  }

  run(input: RunAgentInput): Observable<BaseEvent> {
    return new Observable(out => {
      let started = false;
      const tell = (event: AgUiEvent, cursor = this.#cursor) => {
        this.#cursor = cursor;
        started ||= event.type === 'RUN_STARTED' && event.runId === input.runId;
        if (started) {
          out.next(event as unknown as BaseEvent);
          if (event.type === 'RUN_FINISHED' || event.type === 'RUN_ERROR') {
            out.complete();
          }
        }
      };
      const thread = this.connection.follow(input.threadId, {
        event: tell,
        replaced: (snapshot, cursor) => {
          this.#cursor = cursor;
          if (knows(snapshot, input)) {
            caughtUp(input, snapshot, started).forEach(event => tell(event));
          }
        },
      }, this.#cursor);
      this.#thread = thread;
      thread.run(input as Parameters<Thread['run']>[0]).catch((error: unknown) => out.error(error));
      return () => thread.leave();
    });
  }

  override abortRun(): void {
    void this.#thread?.cancel();
  }
}

/** Whether a snapshot was made after the run began. */
function knows({messages, state}: Snapshot, {messages: said, resume}: RunAgentInput): boolean {
  return resume?.length
    ? !state.interrupts?.some(open => resume.some(answer => answer.interruptId === open.id))
    : messages.some(message => message.id === said.at(-1)?.id);
}

/** What a run that was cut off for too long has come to, as events. */
function caughtUp({threadId, runId}: RunAgentInput, {messages, state}: Snapshot, started: boolean): AgUiEvent[] {
  const {interrupts = []} = state;
  const outcome = interrupts.length ? ({type: 'interrupt', interrupts} as const) : ({type: 'success'} as const);
  return [
    ...(started ? [] : [{type: 'RUN_STARTED', threadId, runId} as const]),
    {type: 'MESSAGES_SNAPSHOT', messages},
    {type: 'STATE_SNAPSHOT', snapshot: state},
    ...(state.running && state.runId === runId ? [] : [{type: 'RUN_FINISHED', threadId, runId, outcome} as const]),
  ];
}
