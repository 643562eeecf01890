import type { Type } from '@nestjs/common';
import { CreateAccountHandler, EditAccountHandler, ChangeAccountOwnerHandler, MoveAccountHandler } from './accounts.js';

export const accountHandlers: readonly Type[] = [
  CreateAccountHandler,
  EditAccountHandler,
  ChangeAccountOwnerHandler,
  MoveAccountHandler,
];
