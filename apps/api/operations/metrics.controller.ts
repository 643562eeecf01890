import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Metrics } from '../../../libs/application/metrics/metrics.js';
import { Runtime } from '../../../libs/application/runtime/runtime.js';
import { plainText } from '../http/media-types.js';
import { metricsPath } from '../http/path.js';

@ApiTags('admin')
@Controller(metricsPath)
export class MetricsController {
  constructor(
    private readonly runtime: Runtime,
    private readonly metrics: Metrics,
  ) {}

  @Get()
  @Header('Content-Type', `${plainText}; version=0.0.4; charset=utf-8`)
  @ApiOperation({
    summary: 'The figures of this process, as Prometheus scrapes them',
    description:
      'Text format 0.0.4. What is counted begins with the process; how far readers are is looked up for each answer.',
  })
  @ApiResponse({
    status: 200,
    description: 'The figures.',
    content: { [plainText]: { schema: { type: 'string' } } },
  })
  async read(): Promise<string> {
    return this.metrics.text(await this.runtime.figures());
  }
}
