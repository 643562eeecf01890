import { randomUUID } from 'node:crypto';
import persistentPb from '@eventstore/db-client/generated/persistent_pb.js';
import type {
  CreateReq,
  CreateResp,
  GetInfoReq,
  GetInfoResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/persistent_pb.js';
import {
  status,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServiceError,
} from '@grpc/grpc-js';
import type { Signal } from '../../../kernel/signal.js';
import { ConsumerGroup, type Consumer } from './consumer-group.js';
import { deliveryMessage, groupSettings, idsIn, infoMessage, nackAction } from './group-messages.js';
import { serviceError } from './messages.js';
import type { ServerData } from './server-data.js';

/** The persistent subscriptions to `$all` of one server, by name, as far as our client and consumers use them. */
export class GroupService {
  readonly groups = new Map<string, ConsumerGroup>();

  constructor(
    private readonly data: ServerData,
    private readonly refusal: () => ServiceError | undefined,
    private readonly news: Signal,
  ) {}

  /** For `Server.addService`. */
  get handlers() {
    return {
      create: ({ request }: ServerUnaryCall<CreateReq, CreateResp>, answer: sendUnaryData<CreateResp>) =>
        this.create(request, answer),
      getInfo: ({ request }: ServerUnaryCall<GetInfoReq, GetInfoResp>, answer: sendUnaryData<GetInfoResp>) =>
        this.info(request.getOptions()?.getGroupName() ?? '', answer),
      read: (call: ServerDuplexStream<ReadReq, ReadResp>) => this.read(call),
    };
  }

  private create(request: CreateReq, answer: sendUnaryData<CreateResp>): void {
    const name = request.getOptions()?.getGroupName() ?? '';
    if (this.refusal() !== undefined) answer(this.refusal() ?? null);
    else if (this.groups.has(name)) answer(groupError(status.ALREADY_EXISTS, 'persistent-subscription-exists', name));
    else {
      this.groups.set(name, new ConsumerGroup(groupSettings(request), this.data));
      answer(null, new persistentPb.CreateResp());
    }
  }

  private info(name: string, answer: sendUnaryData<GetInfoResp>): void {
    const group = this.groups.get(name);
    if (group === undefined) answer(notThere(name));
    else answer(null, infoMessage(name, group));
  }

  private read(call: ServerDuplexStream<ReadReq, ReadResp>): void {
    let member: { readonly group: ConsumerGroup; readonly consumer: Consumer } | undefined;
    const end = () => {
      if (member !== undefined) member.group.leave(member.consumer);
      member = undefined;
    };
    call.on('cancelled', end).on('close', end).on('end', end).on('error', end);
    call.on('data', (request: ReadReq) => {
      const options = request.getOptions();
      if (options !== undefined) {
        const group = this.groups.get(options.getGroupName());
        if (group === undefined) {
          call.emit('error', notThere(options.getGroupName()));
          return;
        }
        const consumer: Consumer = {
          slots: options.getBufferSize(),
          deliver: (event, retries) => void call.write(deliveryMessage(event, retries)),
        };
        const confirmation = new persistentPb.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID());
        call.write(new persistentPb.ReadResp().setSubscriptionConfirmation(confirmation));
        member = { group, consumer };
        group.join(consumer);
      }
      const [ack, nack] = [request.getAck(), request.getNack()];
      if (ack !== undefined) member?.group.ack(member.consumer, idsIn(ack));
      if (nack !== undefined) member?.group.nack(member.consumer, idsIn(nack), nackAction(nack));
      this.news.wake();
    });
  }
}

const notThere = (name: string): ServiceError =>
  groupError(status.NOT_FOUND, 'persistent-subscription-does-not-exist', name);

const groupError = (code: status, exception: string, name: string): ServiceError =>
  serviceError(code, `${exception}: ${name}`, { exception, 'stream-name': '$all', 'group-name': name });
