import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Tidemark } from './tidemark.js';

@ApiTags('admin')
@Controller('v1/admin')
export class AdminController {
  constructor(private readonly tidemark: Tidemark) {}

  @Get('status')
  @ApiOperation({ summary: 'How far read models and processes are, and how far behind' })
  async status(): Promise<object> {
    const { projector, processes } = this.tidemark;
    return { projections: await projector.status(), processes: processes.map((process) => process.status()) };
  }

  @Get('parked')
  @ApiOperation({ summary: 'Events that a reducer could not take, and streams whose process was refused' })
  parked(): object {
    const { projector, processes } = this.tidemark;
    return { projections: projector.parked(), processes: processes.flatMap((process) => process.parked()) };
  }
}
