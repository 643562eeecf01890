import { newId, type CommandId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { ValueReleased, ValueReserved } from './unique-value.events.js';
import { uniqueValue, uniqueValueIdOf, type ReserveValue } from './unique-value.js';

const code = { uniqueValueId: uniqueValueIdOf('product-code', 'GTX'), kind: 'product-code', value: 'GTX' };
const reserve: ReserveValue = { type: 'ReserveValue', ...code, holder: 'product-1', commandId: newId<CommandId>() };
const reserved = ValueReserved.of({ ...code, holder: 'product-1', commandId: reserve.commandId });
const release = { type: 'ReleaseValue', uniqueValueId: code.uniqueValueId, holder: 'product-1' } as const;
const released = ValueReleased.of({ ...code, holder: 'product-1' });
const byAnother: ReserveValue = { ...reserve, holder: 'product-2', commandId: newId<CommandId>() };
const reservedByAnother = ValueReserved.of({ ...code, holder: 'product-2', commandId: byAnother.commandId });

describe('a unique value', () => {
  it('is reserved', () => given(uniqueValue).when(reserve).thenEvents(reserved));
  it('is not reserved again by its holder', () =>
    given(uniqueValue, reserved)
      .when({ ...reserve, commandId: newId<CommandId>() })
      .thenNothing());
  it('is refused to another, naming the holder', () =>
    given(uniqueValue, reserved)
      .when(byAnother)
      .thenRejected('value-taken', { holder: 'product-1', commandId: reserve.commandId }));
  it('is free for another once released', () =>
    given(uniqueValue, reserved, released).when(byAnother).thenEvents(reservedByAnother));

  it('is taken over from the reservation that was found stale', () =>
    given(uniqueValue, reserved)
      .when({ ...byAnother, takeOverFrom: reserve.commandId })
      .thenEvents(reservedByAnother));
  it('is not taken over from whoever reserved it since', () =>
    given(uniqueValue, reserved, reservedByAnother)
      .when({ ...byAnother, holder: 'product-3', takeOverFrom: reserve.commandId })
      .thenRejected('value-taken', { holder: 'product-2' }));

  it('is released by its holder, once, and by nobody else', () => {
    given(uniqueValue, reserved).when(release).thenEvents(released);
    given(uniqueValue, reserved, released).when(release).thenNothing();
    given(uniqueValue, reserved, reservedByAnother).when(release).thenNothing();
    given(uniqueValue).when(release).thenNothing();
  });
});
