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
var grafanaPassword = builder.AddParameter("grafana-password",
    new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true);

// Six services with pools of 40 each; and rows are counted soon after a crowd has come, for plans that fit (docs/decisions/0076).
var postgres = builder.AddPostgres("postgres").WithDataVolume("bpsdm-postgres-data")
    .WithArgs("-c", "max_connections=300", "-c", "autovacuum_naptime=10s");
var identityDb = postgres.AddDatabase("identitydb", databaseName: "identity");
var catalogueDb = postgres.AddDatabase("cataloguedb", databaseName: "catalogue");
var enrolmentDb = postgres.AddDatabase("enrolmentdb", databaseName: "enrolment");
var deliveryDb = postgres.AddDatabase("deliverydb", databaseName: "delivery");
var certificationDb = postgres.AddDatabase("certificationdb", databaseName: "certification");

var messaging = builder.AddRabbitMQ("messaging").WithManagementPlugin().WithDataVolume("bpsdm-messaging-data")
    .WithHttpEndpoint(targetPort: 15692, name: "prometheus");
var cache = builder.AddRedis("cache");

// Aspire's dashboard forgets when it stops; traces go where they stay, logs and metrics to the dashboard.
var traces = builder.AddContainer("traces", "jaegertracing/jaeger", "2.9.0")
    .WithHttpEndpoint(targetPort: 4317, name: "otlp")
    .WithHttpEndpoint(targetPort: 16686, name: "ui");

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
    .WithEnvironment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces.GetEndpoint("otlp"))
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
    .WithEnvironment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces.GetEndpoint("otlp"))
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
    .WithEnvironment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces.GetEndpoint("otlp"))
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
    .WithEnvironment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces.GetEndpoint("otlp"))
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
    .WithEnvironment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces.GetEndpoint("otlp"))
    .WithHttpHealthCheck("/health");

var prometheus = builder.AddContainer("prometheus", "prom/prometheus", "v3.5.0")
    .WithEntrypoint("/bin/sh").WithArgs("/etc/bpsdm/start.sh")
    .WithBindMount("Observability/prometheus", "/etc/bpsdm", isReadOnly: true)
    .WithVolume("bpsdm-prometheus-data", "/prometheus")
    .WithHttpEndpoint(targetPort: 9090, name: "http")
    .WithEnvironment("SCRAPE_TOKEN", scrapeToken);

var operations = builder.AddProject<Projects.Bpsdm_Operations>("operations")
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(identity)
    .WithEnvironment("Broker__ManagementUrl", messaging.GetEndpoint("management"))
    .WithEnvironment("Prometheus__Url", prometheus.GetEndpoint("http"))
    .WithEnvironment("Telemetry__ScrapeToken", scrapeToken)
    .WithEnvironment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces.GetEndpoint("otlp"))
    .WithHttpHealthCheck("/health");

prometheus
    .WithEnvironment("GATEWAY", gateway.GetEndpoint("http"))
    .WithEnvironment("IDENTITY", identity.GetEndpoint("http"))
    .WithEnvironment("CATALOGUE", catalogue.GetEndpoint("http"))
    .WithEnvironment("ENROLMENT", enrolment.GetEndpoint("http"))
    .WithEnvironment("DELIVERY", delivery.GetEndpoint("http"))
    .WithEnvironment("CERTIFICATION", certification.GetEndpoint("http"))
    .WithEnvironment("OPERATIONS", operations.GetEndpoint("http"))
    .WithEnvironment("MESSAGING", messaging.GetEndpoint("prometheus"));

builder.AddContainer("grafana", "grafana/grafana", "12.1.0")
    .WithBindMount("Observability/grafana/provisioning", "/etc/grafana/provisioning", isReadOnly: true)
    .WithBindMount("Observability/grafana/dashboards", "/var/lib/grafana/dashboards", isReadOnly: true)
    .WithHttpEndpoint(targetPort: 3000, name: "http")
    .WithEnvironment("GF_SECURITY_ADMIN_PASSWORD", grafanaPassword)
    .WithEnvironment("PROMETHEUS_URL", prometheus.GetEndpoint("http"))
    .WithEnvironment("TRACES_URL", traces.GetEndpoint("ui"));

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
    .WithReference(operations).WaitFor(operations)
    .WithEnvironment("Telemetry__ScrapeToken", scrapeToken)
    .WithEnvironment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces.GetEndpoint("otlp"))
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

await builder.Build().RunAsync();
