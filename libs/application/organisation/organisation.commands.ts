import { aggregates } from '../register/aggregates.js';
import { plainCommand } from '../commands/plain-command.js';

export class RenamePipeline extends plainCommand(aggregates.pipeline, 'RenamePipeline') {}
export class ChangeStage extends plainCommand(aggregates.pipeline, 'ChangeStage') {}
export class AddLostReason extends plainCommand(aggregates.lostReason, 'AddLostReason') {}
export class RenameLostReason extends plainCommand(aggregates.lostReason, 'RenameLostReason') {}
export class RetireLostReason extends plainCommand(aggregates.lostReason, 'RetireLostReason') {}
export class EditUser extends plainCommand(aggregates.user, 'EditUser') {}
export class ActivateUser extends plainCommand(aggregates.user, 'ActivateUser') {}
export class DeactivateUser extends plainCommand(aggregates.user, 'DeactivateUser') {}
export class ReferenceProject extends plainCommand(aggregates.project, 'ReferenceProject') {}
export class UnreferenceProject extends plainCommand(aggregates.project, 'UnreferenceProject') {}
export class ReferenceUser extends plainCommand(aggregates.user, 'ReferenceUser') {}
export class UnreferenceUser extends plainCommand(aggregates.user, 'UnreferenceUser') {}
