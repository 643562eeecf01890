import { Module } from '@nestjs/common';
import { salesBookings } from '../../../projections/sales-bookings/sales-bookings.read-model.js';
import { recordsController } from '../records/records.controller.js';
import { BoardController } from './board.controller.js';
import { ReportsController } from './reports.controller.js';

@Module({
  controllers: [recordsController('sales-bookings', 'reports', salesBookings), BoardController, ReportsController],
})
export class ReportsModule {}
