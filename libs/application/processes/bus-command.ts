import type { AggregateCommand, Envelope } from '../commands/command.js';
import { CreateAccount, MoveAccount } from '../accounts/accounts.js';
import { KeepProductCode, ReleaseProductCode } from '../catalogue/products.js';
import { ApplySale, CompleteSale, TakeEffect } from '../contracts/contracts.js';
import { AddContracts, TellContracts } from '../contracts/follow-account.js';
import { FollowProjectTree, PlaceProject } from '../organisation/projects.js';
import { FollowUserTree, PlaceUser } from '../organisation/users.js';
import { CreateContact } from '../people/contacts.js';
import { OpenOpportunity } from '../sales/opportunities.js';
import type { ProcessCommand } from './all-processes.js';

/** A process's command as the bus takes it: the same that a client would send. */
export function busCommand(command: ProcessCommand, context: Envelope): AggregateCommand<unknown, unknown> {
  switch (command.type) {
    case 'AddContracts':
      return new AddContracts(command, context);
    case 'ApplySale':
      return new ApplySale(command, context);
    case 'CreateAccount':
      return new CreateAccount(command, context);
    case 'CreateContact':
      return new CreateContact(command, context);
    case 'OpenOpportunity':
      return new OpenOpportunity(command, context);
    case 'CompleteSale':
      return new CompleteSale(command, context);
    case 'EditProject':
      return new FollowProjectTree(command, context);
    case 'TakeEffect':
      return new TakeEffect(command, context);
    case 'MoveAccount':
      return new MoveAccount(command, context);
    case 'PlaceProject':
      return new PlaceProject(command, context);
    case 'PlaceUser':
      return new PlaceUser(command, context);
    case 'ReassignUser':
      return new FollowUserTree(command, context);
    case 'TellContracts':
      return new TellContracts(command, context);
    case 'ReserveValue':
      return new KeepProductCode(command, context);
    case 'ReleaseValue':
      return new ReleaseProductCode(command, context);
  }
}
