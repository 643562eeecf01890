import { randomUUID } from 'node:crypto';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import persistentGrpc from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import {
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
} from '@grpc/grpc-js';
import { Signal } from '../../../kernel/signal.js';
import { GroupService } from './group-service.js';
import {
  appendOptions,
  askedBy,
  caughtUpMessage,
  confirmationMessage,
  conflictMessage,
  eventMessage,
  noStreamMessage,
  proposedIn,
  serviceError,
  tooLargeError,
  writtenMessage,
  type Asked,
} from './messages.js';
import { eventsFor, isNoPlace } from './server-reading.js';
import { ServerData, type Expected, type Proposed, type ServerEvent } from './server-data.js';

/** What becomes of the next append: written without an answer, or neither. */
type Lost = 'answer' | 'append';

/**
 * A server in this process that speaks EventStoreDB's protocol, for the real client, and behaves as one was measured to. It cannot show
 * durability, places after a scavenge, clusters and a change of leader, TLS, the limits and the speed of a real one, nor how it orders
 * what is sent side by side. Of consumer groups it has those to `$all`, without time-outs, checkpoints and access rights: they end with
 * it. Its data can be shared by servers that follow each other.
 */
export class TestEventStore {
  port = 0;
  /** Answers to all calls, while it is set. */
  refusal: ServiceError | undefined;
  /** How often each method was called. */
  readonly calls = { append: 0, batchAppend: 0, read: 0, subscribe: 0 };
  private readonly subscribers = new Set<ServerWritableStream<ReadReq, ReadResp>>();
  readonly news = new Signal();
  private readonly losing: Lost[] = [];
  private readonly inFlight = new Set<string>();
  private holding: (() => void)[] | undefined;
  private server = new Server();
  private readonly groupService: GroupService;

  constructor(readonly data = new ServerData()) {
    this.groupService = new GroupService(data, () => this.refusal, this.news);
  }

  /** The persistent subscriptions that were made here, by name. */
  get groups() {
    return this.groupService.groups;
  }

  /** How many subscriptions there are. */
  get subscriptions(): number {
    return this.subscribers.size;
  }

  /** Listens, on the port it had before. */
  async start(): Promise<void> {
    this.server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    this.server.addService(streamsGrpc.StreamsService, {
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => this.read(call),
      append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) =>
        this.append(call, answer),
      batchAppend: () => void (this.calls.batchAppend += 1),
    });
    this.server.addService(featuresGrpc.ServerFeaturesService, {
      getSupportedMethods: (_call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>) => {
        answer(this.refusal ?? null, new featuresPb.SupportedMethods().setMethodsList(supported));
      },
    });
    this.server.addService(persistentGrpc.PersistentSubscriptionsService, this.groupService.handlers);
    this.server.addService(gossipGrpc.GossipService, {
      read: (_call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>) => {
        answer(this.refusal ?? null, this.cluster());
      },
    });
    this.port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync(`127.0.0.1:${String(this.port)}`, ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
  }

  /** Ends at once, whatever is under way. */
  stop(): void {
    this.server.forceShutdown();
    this.inFlight.clear();
    this.holding = undefined;
  }

  /** Ends all subscriptions with this error. */
  drop(error: ServiceError): void {
    for (const call of this.subscribers) call.emit('error', error);
  }

  /** The next appends are not answered: they are written all the same, or not. */
  loseNext(...what: readonly Lost[]): void {
    this.losing.push(...what);
  }

  /** Appends that come now are under way until `release`; the same again is dropped meanwhile, without an answer. */
  hold(): void {
    this.holding = [];
  }

  release(): void {
    const held = this.holding ?? [];
    this.holding = undefined;
    for (const go of held) go();
  }

  /** Resolves once the condition holds; it is looked at after each call. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.news.wait();
  }

  /** It alone, as the leader. */
  private cluster(): InstanceType<typeof gossipPb.ClusterInfo> {
    const member = new gossipPb.MemberInfo()
      .setInstanceId(new sharedPb.UUID().setString(randomUUID()))
      .setState(gossipPb.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new gossipPb.EndPoint().setAddress('127.0.0.1').setPort(this.port));
    return new gossipPb.ClusterInfo().setMembersList([member]);
  }

  private append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void {
    let options: { readonly stream: string; readonly expected: Expected } | undefined;
    const events: Proposed[] = [];
    call.on('data', (request: AppendReq) => {
      options ??= appendOptions(request);
      const event = proposedIn(request);
      if (event !== undefined) events.push(event);
    });
    call.on('end', () => {
      // A call that its client gave up ends too, with a part of its events.
      if (call.cancelled) return;
      this.calls.append += 1;
      if (this.refusal !== undefined) answer(this.refusal);
      else if (options !== undefined) this.taken(options.stream, options.expected, events, answer);
      this.news.wake();
    });
  }

  private taken(
    stream: string,
    expected: Expected,
    events: readonly Proposed[],
    answer: sendUnaryData<AppendResp>,
  ): void {
    const key = events.map(({ id }) => id).join();
    if (this.inFlight.has(key)) return;
    const lost = this.losing.shift();
    if (lost === 'append') return;
    const write = () => {
      this.inFlight.delete(key);
      const outcome = this.data.append(stream, expected, events);
      if (lost === 'answer') return;
      if (outcome.kind === 'too-large') answer(tooLargeError(this.data.mostBytes));
      else if (outcome.kind === 'conflict') answer(null, conflictMessage(outcome.actual));
      else answer(null, writtenMessage(outcome.revision, outcome.place));
    };
    if (this.holding === undefined) {
      write();
      return;
    }
    this.inFlight.add(key);
    this.holding.push(write);
  }

  private read(call: ServerWritableStream<ReadReq, ReadResp>): void {
    const asked = askedBy(call.request);
    if (asked.isSubscription) this.calls.subscribe += 1;
    else this.calls.read += 1;
    this.news.wake();
    if (this.refusal !== undefined) call.emit('error', this.refusal);
    else if (asked.isSubscription) this.subscribed(call, asked);
    else if (asked.stream !== undefined && this.data.stream(asked.stream).length === 0) {
      call.write(noStreamMessage(asked.stream));
      call.end();
    } else if (isNoPlace(this.data, asked)) {
      call.emit('error', serviceError(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.'));
    } else {
      for (const event of eventsFor(this.data, asked)) call.write(eventMessage(event));
      call.end();
    }
  }

  private subscribed(call: ServerWritableStream<ReadReq, ReadResp>, { from }: Asked): void {
    const listener = (event: ServerEvent) => void call.write(eventMessage(event));
    const end = () => {
      this.data.listeners.delete(listener);
      this.subscribers.delete(call);
      this.news.wake();
    };
    call.on('cancelled', end).on('close', end).on('error', end);
    this.subscribers.add(call);
    call.write(confirmationMessage(randomUUID()));
    for (const event of this.data.events)
      if (from === 'start' || (from !== 'end' && event.place > from)) listener(event);
    call.write(caughtUpMessage());
    this.data.listeners.add(listener);
  }
}

const method = (service: string, name: string, features: string[] = []) =>
  new featuresPb.SupportedMethod()
    .setServiceName(`event_store.client.${service}`)
    .setMethodName(name)
    .setFeaturesList(features);

/** What the client asks for before it uses it. */
const supported = [
  method('streams.Streams', 'batchAppend'),
  ...['create', 'getInfo', 'read'].map((name) =>
    method('persistent_subscriptions.PersistentSubscriptions', name, ['all']),
  ),
];
