var builder = DistributedApplication.CreateBuilder(args);

var identityKeyPassword = builder.AddParameter("identity-key-password",
    new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
var seedPassword = builder.AddParameter("seed-password",
    new GenerateParameterDefault { MinLength = 16 }, secret: true, persist: true);
var seedClientSecret = builder.AddParameter("seed-client-secret",
    new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
var webhookKey = builder.AddParameter("webhook-key",
    new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true, persist: true);
var hrBrokerPassword = builder.AddParameter("hr-broker-password",
    new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
var credentialKeyPassword = builder.AddParameter("credential-key-password",
    new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true, persist: true);
var scrapeToken = builder.AddParameter("scrape-token",
    new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true, persist: true);

var postgres = builder.AddPostgres("postgres").WithDataVolume("bpsdm-postgres-data");
var identityDb = postgres.AddDatabase("identitydb", databaseName: "identity");
var catalogueDb = postgres.AddDatabase("cataloguedb", databaseName: "catalogue");
var enrolmentDb = postgres.AddDatabase("enrolmentdb", databaseName: "enrolment");
var deliveryDb = postgres.AddDatabase("deliverydb", databaseName: "delivery");
var certificationDb = postgres.AddDatabase("certificationdb", databaseName: "certification");

var messaging = builder.AddRabbitMQ("messaging").WithManagementPlugin().WithDataVolume("bpsdm-messaging-data");
var cache = builder.AddRedis("cache");

// Declared before the services, which tell people its address, and wired after them, because it leads to all of them.
var gateway = builder.AddProject<Projects.Bpsdm_Gateway>("gateway");

// Migrations run to completion before their service starts, so that replicas never race to apply them. They declare the
// service's queues, too: an exchange drops what no queue is bound to yet.
var identityMigrations = builder.AddProject<Projects.Bpsdm_Identity>("identity-migrations", launchProfileName: null)
    .WithArgs("migrate")
    .WithReference(identityDb).WaitFor(identityDb)
    .WithEnvironment("Platform__PublicUrl", gateway.GetEndpoint("http"))
    .WithEnvironment("Identity__KeyPassword", identityKeyPassword)
    .WithEnvironment("Seed__UserPassword", seedPassword)
    .WithEnvironment("Seed__ClientSecret", seedClientSecret);

var identity = builder.AddProject<Projects.Bpsdm_Identity>("identity")
    .WithReference(identityDb).WaitForCompletion(identityMigrations)
    .WithEnvironment("Platform__PublicUrl", gateway.GetEndpoint("http"))
    .WithEnvironment("Identity__KeyPassword", identityKeyPassword)
    .WithEnvironment("Seed__UserPassword", seedPassword)
    .WithEnvironment("Seed__ClientSecret", seedClientSecret)
    .WithEnvironment("Telemetry__ScrapeToken", scrapeToken)
    .WithHttpHealthCheck("/health");

var catalogueMigrations = builder.AddProject<Projects.Bpsdm_Catalogue>("catalogue-migrations", launchProfileName: null)
    .WithArgs("migrate")
    .WithReference(catalogueDb).WaitFor(catalogueDb)
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(cache);

var catalogue = builder.AddProject<Projects.Bpsdm_Catalogue>("catalogue")
    .WithReference(catalogueDb).WaitForCompletion(catalogueMigrations)
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(cache).WaitFor(cache)
    .WithReference(identity)
    .WithEnvironment("Telemetry__ScrapeToken", scrapeToken)
    .WithHttpHealthCheck("/health");

var enrolmentMigrations = builder.AddProject<Projects.Bpsdm_Enrolment>("enrolment-migrations", launchProfileName: null)
    .WithArgs("migrate")
    .WithReference(enrolmentDb).WaitFor(enrolmentDb)
    .WithReference(messaging).WaitFor(messaging);

var enrolment = builder.AddProject<Projects.Bpsdm_Enrolment>("enrolment")
    .WithReference(enrolmentDb).WaitForCompletion(enrolmentMigrations)
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(identity)
    .WithEnvironment("Telemetry__ScrapeToken", scrapeToken)
    .WithHttpHealthCheck("/health");

var deliveryMigrations = builder.AddProject<Projects.Bpsdm_SessionDelivery>("delivery-migrations", launchProfileName: null)
    .WithArgs("migrate")
    .WithReference(deliveryDb).WaitFor(deliveryDb)
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(cache);

var delivery = builder.AddProject<Projects.Bpsdm_SessionDelivery>("delivery")
    .WithReference(deliveryDb).WaitForCompletion(deliveryMigrations)
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(cache).WaitFor(cache)
    .WithReference(identity)
    .WithEnvironment("Platform__PublicUrl", gateway.GetEndpoint("http"))
    .WithEnvironment("Telemetry__ScrapeToken", scrapeToken)
    .WithHttpHealthCheck("/health");

var certificationMigrations = builder.AddProject<Projects.Bpsdm_Certification>("certification-migrations", launchProfileName: null)
    .WithArgs("migrate")
    .WithReference(certificationDb).WaitFor(certificationDb)
    .WithReference(messaging).WaitFor(messaging)
    .WithEnvironment("Hr__Broker__ManagementUrl", messaging.GetEndpoint("management"))
    .WithEnvironment("Hr__Broker__Password", hrBrokerPassword);

var certification = builder.AddProject<Projects.Bpsdm_Certification>("certification")
    .WithReference(certificationDb).WaitForCompletion(certificationMigrations)
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(identity)
    .WithEnvironment("Platform__PublicUrl", gateway.GetEndpoint("http"))
    .WithEnvironment("Webhooks__Key", webhookKey)
    .WithEnvironment("Credentials__KeyPassword", credentialKeyPassword)
    .WithEnvironment("Telemetry__ScrapeToken", scrapeToken)
    .WithHttpHealthCheck("/health");

// An exchange drops what no queue is bound to. The migrate step declares a service's queues as well, so whoever publishes
// starts after all of them.
catalogue
    .WaitForCompletion(enrolmentMigrations).WaitForCompletion(deliveryMigrations).WaitForCompletion(certificationMigrations);
enrolment
    .WaitForCompletion(catalogueMigrations).WaitForCompletion(deliveryMigrations).WaitForCompletion(certificationMigrations);
delivery
    .WaitForCompletion(catalogueMigrations).WaitForCompletion(enrolmentMigrations).WaitForCompletion(certificationMigrations);
certification
    .WaitForCompletion(catalogueMigrations).WaitForCompletion(enrolmentMigrations).WaitForCompletion(deliveryMigrations);

gateway
    .WithReference(cache).WaitFor(cache)
    .WithReference(identity).WaitFor(identity)
    .WithReference(catalogue).WaitFor(catalogue)
    .WithReference(enrolment).WaitFor(enrolment)
    .WithReference(delivery).WaitFor(delivery)
    .WithReference(certification).WaitFor(certification)
    .WithEnvironment("Telemetry__ScrapeToken", scrapeToken)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

await builder.Build().RunAsync();
