import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { BatchController } from './batch.controller.js';
import { Batch } from './batch.js';
import { CommandRoutes } from './command-routes.js';

@Module({
  controllers: [BatchController],
  imports: [DiscoveryModule],
  providers: [Batch, CommandRoutes],
})
export class BatchModule {}
