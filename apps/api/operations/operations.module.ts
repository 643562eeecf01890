import { Module } from '@nestjs/common';
import { AdminController } from './admin.controller.js';
import { HealthController } from './health.controller.js';
import { VersionController } from './version.controller.js';

@Module({
  controllers: [HealthController, VersionController, AdminController],
})
export class OperationsModule {}
