using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Bpsdm.Operations.Tests")]
