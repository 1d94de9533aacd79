using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Referrals.Analyzers;

/// <summary>The types of the SDK that the analyzers ask for, and what is off limits in a rule.</summary>
internal sealed class KnownTypes
{
    private static readonly string[] RuleInterfaces =
        ["Referrals.IIncentiveRule", "Referrals.IConversionCondition", "Referrals.IReferralGuard"];

    private static readonly string[] Ids =
        ["Referrals.CustomerId", "Referrals.ProgramId", "Referrals.TenantId", "Referrals.VisitorId", "Referrals.ReferralId", "Referrals.RewardId", "Referrals.Unit"];

    private static readonly ImmutableHashSet<string> Clocks = ImmutableHashSet.Create(
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow",
        "System.TimeProvider.System", "System.TimeProvider.GetUtcNow", "System.TimeProvider.GetLocalNow",
        "System.Environment.TickCount", "System.Environment.TickCount64", "System.Diagnostics.Stopwatch.GetTimestamp", "System.Diagnostics.Stopwatch.StartNew",
        "NodaTime.SystemClock.Instance", "NodaTime.IClock.GetCurrentInstant", "NodaTime.SystemClock.GetCurrentInstant");

    private static readonly ImmutableHashSet<string> Randomness = ImmutableHashSet.Create(
        "System.Random", "System.Security.Cryptography.RandomNumberGenerator");

    private static readonly ImmutableHashSet<string> RandomMembers = ImmutableHashSet.Create(
        "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.IO.Path.GetRandomFileName");

    private static readonly ImmutableHashSet<string> World = ImmutableHashSet.Create(
        "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.FileStream", "System.IO.StreamReader", "System.IO.StreamWriter",
        "System.Net.Http.HttpClient", "System.Net.WebClient", "System.Net.Dns", "System.Net.Sockets.Socket", "System.Net.Sockets.TcpClient",
        "System.Console", "System.Diagnostics.Process", "System.Data.Common.DbConnection", "System.Data.Common.DbCommand",
        "Microsoft.EntityFrameworkCore.DbContext", "Microsoft.Extensions.Logging.ILogger");

    private static readonly ImmutableHashSet<string> WorldMembers = ImmutableHashSet.Create(
        "System.Environment.GetEnvironmentVariable", "System.Environment.MachineName", "System.Environment.UserName", "System.Threading.Thread.Sleep");

    /// <summary>Methods whose decision is fine to leave alone: a page view or a share has no refusal that a request must act on.</summary>
    private static readonly ImmutableHashSet<string> Quiet = ImmutableHashSet.Create("ShareAsync", "TouchAsync", "IdentifyAsync", "SignUpAsync", "EnrollAsync", "UpdateCustomerAsync", "RecordCostAsync", "RecordSurveyAsync");

    private readonly ImmutableArray<INamedTypeSymbol> _rules;
    private readonly ImmutableHashSet<ISymbol> _ids;
    private readonly INamedTypeSymbol? _decision;
    private readonly INamedTypeSymbol? _input;

    private KnownTypes(Compilation compilation)
    {
        _rules = RuleInterfaces.Select(compilation.GetTypeByMetadataName).OfType<INamedTypeSymbol>().ToImmutableArray();
        _ids = Ids.Select(compilation.GetTypeByMetadataName).OfType<ISymbol>().ToImmutableHashSet(SymbolEqualityComparer.Default);
        _decision = compilation.GetTypeByMetadataName("Referrals.Decision");
        _input = compilation.GetTypeByMetadataName("Referrals.ReferralInput");
    }

    /// <summary>The types, or <c>null</c> in a compilation that does not use the SDK.</summary>
    internal static KnownTypes? In(Compilation compilation)
    {
        var known = new KnownTypes(compilation);
        return known._decision is null ? null : known;
    }

    internal bool IsId(ITypeSymbol? type) => type is not null && _ids.Contains(type);

    /// <summary>Whether code stands in a type that implements a rule, a condition or a guard.</summary>
    internal bool IsInRule(ISymbol symbol)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.AllInterfaces.Any(one => _rules.Contains(one, SymbolEqualityComparer.Default)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method gives a decision, at once or later, that should be looked at.</summary>
    internal bool GivesDecision(IMethodSymbol method)
    {
        var type = method.ReturnType;
        if (type is INamedTypeSymbol { TypeArguments.Length: 1, Name: "ValueTask" or "Task" } task)
        {
            type = task.TypeArguments[0];
        }

        return SymbolEqualityComparer.Default.Equals(type, _decision) && !Quiet.Contains(method.Name) && method.ContainingNamespace?.Name == "Referrals";
    }

    /// <summary>Whether this is the method that gives an input its idempotency key.</summary>
    internal bool SetsKey(IMethodSymbol method)
    {
        if (method.Name != "WithKey")
        {
            return false;
        }

        for (var type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, _input) || type.Name == "ReferralInputOf")
            {
                return true;
            }
        }

        return false;
    }

    internal static bool IsClock(ISymbol member) => Clocks.Contains(Name(member));

    internal static bool IsRandomness(ISymbol member) => RandomMembers.Contains(Name(member)) || Families(member).Any(Randomness.Contains);

    internal static bool IsWorld(ISymbol member) => WorldMembers.Contains(Name(member)) || Families(member).Any(World.Contains);

    internal static string Short(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Constructor }
        ? "new " + member.ContainingType.Name
        : member.ContainingType.Name + "." + member.Name;

    private static string Name(ISymbol member) => FullName(member.ContainingType) + "." + member.Name;

    /// <summary>The type of a member with all that it derives from: a context of the application's own is a DbContext.</summary>
    private static IEnumerable<string> Families(ISymbol member)
    {
        for (var type = member.ContainingType; type is not null; type = type.BaseType)
        {
            yield return FullName(type);
        }

        foreach (var one in member.ContainingType?.AllInterfaces ?? ImmutableArray<INamedTypeSymbol>.Empty)
        {
            yield return FullName(one);
        }
    }

    private static string FullName(INamedTypeSymbol? type) =>
        type is null ? string.Empty : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.Name : type.Name;
}
