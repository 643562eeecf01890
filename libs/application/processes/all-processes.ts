import type { CreateAccount } from '../../accounts/account/account.commands.js';
import type { MoveAccount } from '../../accounts/account-hierarchy/account-hierarchy.js';
import type { CreateContact } from '../../people/contact/contact.commands.js';
import type { OpenOpportunity } from '../../sales/opportunity/opportunity.commands.js';
import type { ReleaseValue, ReserveValue } from '../../catalogue/unique-value/unique-value.js';
import type { AddContracts } from '../../contracts/buyer/buyer.js';
import type { ApplySale, TakeEffect } from '../../contracts/contract/contract.commands.js';
import type { CompleteSale } from '../../contracts/sale/sale.js';
import type { EditProject } from '../../organisation/project/project.js';
import type { PlaceProject } from '../../organisation/project-hierarchy/project-hierarchy.js';
import type { ReassignUser } from '../../organisation/user/user.js';
import type { PlaceUser } from '../../organisation/user-hierarchy/user-hierarchy.js';
import { contractsComeDue } from '../../processes/contracts-come-due.js';
import { contractsFollowTheirAccount, type TellContracts } from '../../processes/contracts-follow-their-account.js';
import { newAccountUnderItsParent } from '../../processes/new-account-under-its-parent.js';
import type { AnyProcess } from '../../processes/process.js';
import { productCodesAreKept } from '../../processes/product-codes-are-kept.js';
import { productCodesAreReleased } from '../../processes/product-codes-are-released.js';
import { projectsInTheirTree, projectsMoveWithTheirTree } from '../../processes/projects-in-their-tree.js';
import { usersFollowTheirTree, usersInTheirTree } from '../../processes/users-in-their-tree.js';
import { qualifiedLeadBecomesOpportunity } from '../../processes/qualified-lead-becomes-opportunity.js';
import { saleMakesContracts } from '../../processes/sale-makes-contracts.js';

/** What processes may command. */
export type ProcessCommand =
  | AddContracts
  | ApplySale
  | CompleteSale
  | CreateAccount
  | CreateContact
  | OpenOpportunity
  | EditProject
  | MoveAccount
  | PlaceProject
  | PlaceUser
  | ReassignUser
  | ReleaseValue
  | ReserveValue
  | TakeEffect
  | TellContracts;

/** Every reaction that crosses contexts. */
export const allProcesses: readonly AnyProcess<ProcessCommand>[] = [
  qualifiedLeadBecomesOpportunity,
  saleMakesContracts,
  contractsFollowTheirAccount,
  contractsComeDue,
  newAccountUnderItsParent,
  projectsInTheirTree,
  projectsMoveWithTheirTree,
  usersInTheirTree,
  usersFollowTheirTree,
  productCodesAreKept,
  productCodesAreReleased,
];
