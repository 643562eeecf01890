import { Module } from '@nestjs/common';
import { AdminController } from './admin.controller.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { VersionController } from './version.controller.js';

@Module({
  controllers: [HealthController, VersionController, MetricsController, AdminController],
})
export class OperationsModule {}
