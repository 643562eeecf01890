import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import type { Adapters } from '../../libs/application/adapters/adapters.js';
import type { Log } from '../../libs/application/log/log.js';
import { runtimeImports } from '../../libs/application/runtime/open-runtime.js';
import type { Settings } from '../../libs/application/settings/settings.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { ActivitiesModule } from './activities/activities.module.js';
import { BatchModule } from './batch/batch.module.js';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { FeedModule } from './feed/feed.module.js';
import { ProblemFilter } from './http/problem.filter.js';
import { validation } from './http/validation.js';
import { LeadsModule } from './leads/leads.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OrganisationModule } from './organisation/organisation.module.js';
import { PeopleModule } from './people/people.module.js';
import { PartnersModule } from './partners/partners.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SalesModule } from './sales/sales.module.js';

/** The HTTP API: a module per context, on the runtime. */
@Module({
  imports: [
    OrganisationModule,
    AccountsModule,
    CampaignsModule,
    PartnersModule,
    LeadsModule,
    PeopleModule,
    CatalogueModule,
    SalesModule,
    ContractsModule,
    ActivitiesModule,
    ReportsModule,
    FeedModule,
    BatchModule,
    OperationsModule,
  ],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useValue: validation },
  ],
})
export class AppModule {
  static on(adapters: Adapters, settings: Settings, log: Log): DynamicModule {
    return { module: AppModule, imports: runtimeImports(adapters, settings, log) };
  }
}
