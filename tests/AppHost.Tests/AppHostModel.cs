using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Bpsdm.LocalOrchestrator.Tests;

/// <summary>One call in a chain, as WithEnvironment("Key", parameter): its name, type argument and arguments.</summary>
internal sealed record Call(string Name, string? TypeArgument, IReadOnlyList<ExpressionSyntax> Arguments)
{
    public string Text(int index) => ((LiteralExpressionSyntax)Arguments[index]).Token.ValueText;

    public string Variable(int index) => ((IdentifierNameSyntax)Arguments[index]).Identifier.Text;
}

/// <summary>A resource as AppHost.cs declares it: the Add call that made it, and everything said of it.</summary>
internal sealed record Declared(string Name, string Variable, string? Parent, Call Add, List<Call> Calls)
{
    public IEnumerable<Call> All(string name) => Calls.Where(c => c.Name == name);

    public bool Has(string name) => All(name).Any();
}

/// <summary>AppHost.cs, read by the compiler's own parser. A statement of a form that this does not know fails the test.</summary>
internal static class AppHostModel
{
    private static readonly string[] NotResources = ["CreateBuilder", "Build", "RunAsync"];

    public static IReadOnlyDictionary<string, Declared> Parse(string source)
    {
        var byVariable = new Dictionary<string, Declared>();
        foreach (var statement in CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>())
        {
            var (variable, expression) = statement.Statement switch
            {
                LocalDeclarationStatementSyntax { Declaration.Variables: [var declared] } => (declared.Identifier.Text, declared.Initializer!.Value),
                ExpressionStatementSyntax e => (null, e.Expression is AwaitExpressionSyntax awaited ? awaited.Expression : e.Expression),
                _ => throw new NotSupportedException($"AppHost.cs has a statement of an unknown form: {statement}"),
            };
            var (root, calls) = Chain(expression);
            if (calls.Count == 0 || NotResources.Contains(calls[0].Name)) continue;
            if (byVariable.TryGetValue(root, out var known) && !calls[0].Name.StartsWith("Add", StringComparison.Ordinal)) known.Calls.AddRange(calls);
            else
            {
                var name = calls[0].Text(0);
                byVariable[variable ?? name] = new Declared(name, variable ?? name, known?.Name, calls[0], calls.Skip(1).ToList());
            }
        }
        return byVariable;
    }

    /// <summary>The variable that a chain of calls starts with, and the calls in their order.</summary>
    private static (string Root, List<Call> Calls) Chain(ExpressionSyntax expression)
    {
        var calls = new List<Call>();
        while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } invocation)
        {
            var type = (member.Name as GenericNameSyntax)?.TypeArgumentList.Arguments.Single().ToString();
            calls.Insert(0, new Call(member.Name.Identifier.Text, type, invocation.ArgumentList.Arguments.Select(a => a.Expression).ToList()));
            expression = member.Expression;
        }
        return (expression.ToString(), calls);
    }
}
