import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { accounts } from '../../projections/accounts/accounts.read-model.js';
import { activities, comments } from '../../projections/activities/activities.read-model.js';
import { priceBooks } from '../../projections/catalogue/price-books.read-model.js';
import { productCategories } from '../../projections/catalogue/product-categories.read-model.js';
import { products } from '../../projections/catalogue/products.read-model.js';
import { contracts } from '../../projections/contracts/contracts.read-model.js';
import { opportunities } from '../../projections/opportunities/opportunities.read-model.js';
import { lostReasons } from '../../projections/organisation/lost-reasons.read-model.js';
import { pipelines } from '../../projections/organisation/pipelines.read-model.js';
import { projects } from '../../projections/organisation/projects.read-model.js';
import { users } from '../../projections/organisation/users.read-model.js';
import { quotes } from '../../projections/quotes/quotes.read-model.js';
import { salesBookings } from '../../projections/sales-bookings/sales-bookings.read-model.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { ActivitiesController } from './activities/activities.controller.js';
import { CommentsController } from './activities/comments.controller.js';
import { AdminController } from './admin.controller.js';
import { BatchController } from './batch/batch.controller.js';
import { Batch } from './batch/batch.js';
import { BoardController } from './boards/board.controller.js';
import { PriceBooksController } from './catalogue/price-books.controller.js';
import { ProductCategoriesController } from './catalogue/product-categories.controller.js';
import { ProductsController } from './catalogue/products.controller.js';
import { aggregates } from './aggregates.js';
import { ExecuteHandler, PreviewHandler } from './commands/execute.js';
import { ContractsController } from './contracts/contracts.controller.js';
import { FeedController } from './feed/feed.controller.js';
import { HealthController } from './health.controller.js';
import { CommandRoutes } from './http/command-routes.js';
import { ProblemFilter } from './http/problem.filter.js';
import { validation } from './http/validation.js';
import { LostReasonsController } from './organisation/lost-reasons.controller.js';
import { PipelinesController } from './organisation/pipelines.controller.js';
import { ProjectsController } from './organisation/projects.controller.js';
import { SettingsController } from './organisation/settings.controller.js';
import { UsersController } from './organisation/users.controller.js';
import { ofAggregate, recordRoutes } from './records/record-routes.js';
import { RelatedController } from './records/related.controller.js';
import { referenceControllers } from './references/all-references.js';
import { ReportsController } from './reports/reports.controller.js';
import { OpportunitiesController } from './sales/opportunities.controller.js';
import { OutcomesController } from './sales/outcomes.controller.js';
import { QuotesController } from './sales/quotes.controller.js';
import { SchemasController } from './schemas.controller.js';
import { Tidemark } from './tidemark.js';
import { TimelineController } from './timeline/timeline.controller.js';

const commands = [
  ProjectsController,
  UsersController,
  PipelinesController,
  LostReasonsController,
  SettingsController,
  AccountsController,
  ProductCategoriesController,
  ProductsController,
  PriceBooksController,
  OpportunitiesController,
  OutcomesController,
  QuotesController,
  ContractsController,
  ActivitiesController,
  CommentsController,
  ...referenceControllers,
  BatchController,
];

const reads = [
  recordRoutes('projects', 'projects', projects, ofAggregate(aggregates.project)),
  recordRoutes('users', 'users', users, ofAggregate(aggregates.user)),
  recordRoutes('pipelines', 'pipelines', pipelines, ofAggregate(aggregates.pipeline)),
  recordRoutes('lost-reasons', 'lost reasons', lostReasons, ofAggregate(aggregates.lostReason)),
  recordRoutes('accounts', 'accounts', accounts, ofAggregate(aggregates.account)),
  recordRoutes('product-categories', 'catalogue', productCategories, ofAggregate(aggregates.productCategory)),
  recordRoutes('products', 'catalogue', products, ofAggregate(aggregates.product)),
  recordRoutes('price-books', 'catalogue', priceBooks, ofAggregate(aggregates.priceBook)),
  recordRoutes('opportunities', 'opportunities', opportunities, ofAggregate(aggregates.opportunity)),
  recordRoutes('quotes', 'quotes', quotes),
  recordRoutes('sales-bookings', 'reports', salesBookings),
  recordRoutes('contracts', 'contracts', contracts, ofAggregate(aggregates.contract)),
  recordRoutes('activities', 'activities', activities, ofAggregate(aggregates.activity)),
  recordRoutes('comments', 'activities', comments, ofAggregate(aggregates.comment)),
  RelatedController,
  TimelineController,
  BoardController,
  ReportsController,
  FeedController,
  SchemasController,
  HealthController,
  AdminController,
];

/** The HTTP API around one Tidemark. */
@Module({})
export class AppModule {
  /** Without a Tidemark only the routes can be looked at. */
  static around(tidemark: Tidemark | undefined): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), DiscoveryModule],
      controllers: [...commands, ...reads],
      providers: [
        { provide: Tidemark, useValue: tidemark ?? null },
        ExecuteHandler,
        PreviewHandler,
        CommandRoutes,
        Batch,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useValue: validation },
      ],
    };
  }
}
