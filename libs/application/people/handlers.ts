import type { Type } from '@nestjs/common';
import {
  AddContactEmploymentHandler,
  ChangeContactOwnerHandler,
  CreateContactHandler,
  EditContactHandler,
} from './contacts.js';

export const peopleHandlers: readonly Type[] = [
  CreateContactHandler,
  EditContactHandler,
  ChangeContactOwnerHandler,
  AddContactEmploymentHandler,
];
