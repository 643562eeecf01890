import { Module } from '@nestjs/common';
import { FeedController } from './feed.controller.js';
import { SchemasController } from './schemas.controller.js';

@Module({
  controllers: [FeedController, SchemasController],
})
export class FeedModule {}
