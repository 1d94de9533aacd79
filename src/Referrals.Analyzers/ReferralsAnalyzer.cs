using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Referrals.Analyzers;

/// <summary>Reports uses of the SDK that compile and then do something else than they say. See docs/analyzers.md.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReferralsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Rules.DecisionIgnored, Rules.ImpureClock, Rules.ImpureRandomness, Rules.ImpureWorld, Rules.AsyncRule, Rules.DefaultId, Rules.UnstableKey);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownTypes.In(start.Compilation) is not { } known)
            {
                return;
            }

            start.RegisterOperationAction(operation => LookForIgnoredDecision(operation, known), OperationKind.ExpressionStatement);
            start.RegisterOperationAction(
                operation => LookForImpurity(operation, known),
                OperationKind.Invocation,
                OperationKind.PropertyReference,
                OperationKind.FieldReference,
                OperationKind.ObjectCreation,
                OperationKind.Await);
            start.RegisterOperationAction(operation => LookForDefaultId(operation, known), OperationKind.Argument);
            start.RegisterOperationAction(operation => LookForUnstableKey(operation, known), OperationKind.Invocation);
        });
    }

    private static void LookForIgnoredDecision(OperationAnalysisContext context, KnownTypes known)
    {
        var operation = ((IExpressionStatementOperation)context.Operation).Operation;
        if (operation is IAwaitOperation awaited)
        {
            operation = awaited.Operation;
        }

        // ConfigureAwait stands between the call and its await.
        if (operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: IInvocationOperation inner })
        {
            operation = inner;
        }

        if (operation is IInvocationOperation call && known.GivesDecision(call.TargetMethod))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.DecisionIgnored, operation.Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    private static void LookForImpurity(OperationAnalysisContext context, KnownTypes known)
    {
        if (!known.IsInRule(context.ContainingSymbol))
        {
            return;
        }

        var member = context.Operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IPropertyReferenceOperation property => property.Property,
            IFieldReferenceOperation field => field.Field,
            IObjectCreationOperation created => (ISymbol?)created.Constructor,
            _ => null,
        };
        var rule = context.Operation is IAwaitOperation ? Rules.AsyncRule
            : member?.ContainingType is null ? null
            : KnownTypes.IsClock(member) ? Rules.ImpureClock
            : KnownTypes.IsRandomness(member) ? Rules.ImpureRandomness
            : KnownTypes.IsWorld(member) ? Rules.ImpureWorld
            : Blocks(member) ? Rules.AsyncRule
            : null;
        if (rule is not null)
        {
            var name = member is null ? "A task" : KnownTypes.Short(member);
            context.ReportDiagnostic(Diagnostic.Create(rule, context.Operation.Syntax.GetLocation(), name));
        }
    }

    private static bool Blocks(ISymbol member) =>
        member.ContainingType is { Name: "Task" or "ValueTask" or "TaskAwaiter" or "ValueTaskAwaiter" } type
        && type.ContainingNamespace?.ToDisplayString() is "System.Threading.Tasks" or "System.Runtime.CompilerServices"
        && member.Name is "Result" or "Wait" or "GetResult" or "Run" or "Delay" or "WaitAll" or "WaitAny";

    private static void LookForDefaultId(OperationAnalysisContext context, KnownTypes known)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument.ArgumentKind != ArgumentKind.Explicit || !known.IsId(argument.Parameter?.Type))
        {
            return;
        }

        var value = argument.Value;
        while (value is IConversionOperation { IsImplicit: true } conversion)
        {
            value = conversion.Operand;
        }

        if (value is IDefaultValueOperation or IObjectCreationOperation { Arguments.Length: 0 })
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.DefaultId, value.Syntax.GetLocation(), argument.Parameter!.Type.Name));
        }
    }

    private static void LookForUnstableKey(OperationAnalysisContext context, KnownTypes known)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!known.SetsKey(call.TargetMethod) || call.Arguments.Length == 0)
        {
            return;
        }

        foreach (var operation in call.Arguments[0].Descendants())
        {
            var member = operation switch
            {
                IInvocationOperation inner => inner.TargetMethod,
                IPropertyReferenceOperation property => property.Property,
                IObjectCreationOperation created => (ISymbol?)created.Constructor,
                _ => null,
            };
            if (member?.ContainingType is not null && (KnownTypes.IsClock(member) || KnownTypes.IsRandomness(member)))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnstableKey, operation.Syntax.GetLocation(), KnownTypes.Short(member)));
                return;
            }
        }
    }
}
