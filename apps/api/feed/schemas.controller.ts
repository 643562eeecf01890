import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { refuseQuery } from '../../../libs/application/records/query-refusals.js';
import { localUrl, SETTINGS, type Settings } from '../../../libs/application/settings/settings.js';
import { publishedEvents, schemaUrl } from './cloud-event.js';
import Type from 'typebox';
import { Answers } from '../http/answers.js';

const published = new Map(publishedEvents.map(({ type, schema }) => [type, schema]));

@ApiTags('contract feed')
@Controller('schemas')
export class SchemasController {
  private readonly publicUrl: string;

  constructor(@Inject(SETTINGS) { publicUrl = localUrl }: Settings) {
    this.publicUrl = publicUrl;
  }

  @Get(':name.json')
  @ApiOperation({
    summary: 'The JSON Schema of a published event, such as ContractCreated',
    security: [],
  })
  @Answers(Type.Object({ $id: Type.String(), title: Type.String() }, { additionalProperties: true }))
  schema(@Param('name') name: string): object {
    const schema =
      published.get(name) ??
      refuseQuery('record-not-found', `"${name}" is not published. These are: ${[...published.keys()].join(', ')}.`);
    return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: schemaUrl(this.publicUrl, name), ...schema };
  }
}
