import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ADAPTERS, type Adapters } from '../../../libs/application/adapters/adapters.js';
import { SETTINGS, type Settings } from '../../../libs/application/settings/settings.js';
import { product } from '../../../libs/application/settings/version.js';
import type { Static } from 'typebox';
import { Answers } from '../http/answers.js';
import { VersionAnswer } from './operation-answers.js';

@ApiTags('admin')
@Controller('version')
export class VersionController {
  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Which Tidemark this is, and the format of its event log',
    description: '`{name, version, commit, logFormat}`; `commit` is there where whoever started it said so (`COMMIT`).',
  })
  @Answers(VersionAnswer)
  version(): Static<typeof VersionAnswer> {
    const { commit } = this.settings;
    return { ...product, ...(commit !== undefined && { commit }), logFormat: this.adapters.logFormat };
  }
}
