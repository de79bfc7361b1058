using System.Text.Json.Serialization;

namespace Bpsdm.SessionDelivery.Domain.Tests;

/// <summary>What a participant answered to one item, in the positions of the item itself, not of the shuffled form.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Chosen), "chosen")]
[JsonDerivedType(typeof(Truth), "truth")]
[JsonDerivedType(typeof(Number), "number")]
[JsonDerivedType(typeof(Matched), "matched")]
[JsonDerivedType(typeof(Written), "written")]
[JsonDerivedType(typeof(Blank), "blank")]
public abstract record Response;

public sealed record Chosen(IReadOnlyList<int> Choices) : Response;

public sealed record Truth(bool Value) : Response;

public sealed record Number(decimal Value) : Response;

/// <param name="Targets">For each left side the position among <see cref="Matching.Targets"/>, or null.</param>
public sealed record Matched(IReadOnlyList<int?> Targets) : Response;

public sealed record Written(string Text) : Response;

/// <summary>An answer that was taken back.</summary>
public sealed record Blank : Response;
