using Microsoft.CodeAnalysis;

namespace Referrals.Analyzers;

/// <summary>Every diagnostic that the package reports. The ids are stable and documented in docs/analyzers.md.</summary>
internal static class Rules
{
    private const string Category = "Referrals";

    internal static readonly DiagnosticDescriptor DecisionIgnored = Create(
        "REF1001",
        "The decision is not looked at",
        "The decision of {0} is not looked at: a refusal would go unnoticed. Use its Code or IsAccepted, or discard it with '_ ='.",
        "An ordinary refusal is a decision, not an exception. Where nobody looks at it, a redemption, a refund or a payout that was refused is taken for one that happened.");

    internal static readonly DiagnosticDescriptor ImpureClock = Create(
        "REF1002",
        "A custom rule reads a clock",
        "{0} reads a clock in a custom rule. Use context.OccurredAt, so that the rule can be replayed and simulated.",
        "A rule that reads the clock decides differently when history is replayed, rebuilt or simulated.");

    internal static readonly DiagnosticDescriptor ImpureRandomness = Create(
        "REF1003",
        "A custom rule draws random values",
        "{0} draws a random value in a custom rule. Derive it from the context, so that the same input gets the same decision.",
        "A rule that draws random values decides differently when it is asked again after a conflict, and when history is replayed.");

    internal static readonly DiagnosticDescriptor ImpureWorld = Create(
        "REF1004",
        "A custom rule does I/O",
        "{0} reaches outside of a custom rule. Pass what the rule needs as attributes of the customer or the conversion.",
        "A rule that reads files, databases, the network or the environment cannot be replayed, and holds up the transaction in which it decides.");

    internal static readonly DiagnosticDescriptor AsyncRule = Create(
        "REF1005",
        "A custom rule waits",
        "{0} is awaited or blocked on in a custom rule. Rules are functions of their context and do not wait.",
        "Rules are called while a decision is made, possibly again after a conflict. They return at once.");

    internal static readonly DiagnosticDescriptor DefaultId = Create(
        "REF1006",
        "An uninitialized id",
        "This {0} is uninitialized and will be refused. Create it with {0}.From(text).",
        "The default value of an id is not an id. Every method that takes one throws.");

    internal static readonly DiagnosticDescriptor UnstableKey = Create(
        "REF1007",
        "An idempotency key that changes with every call",
        "The idempotency key is made from {0}, so a repetition is not recognized. Use the id of the order, message or request, or leave WithKey out.",
        "A key protects against repetitions only if the repetition has the same key. A random value or the time of the call never does.");

    private static DiagnosticDescriptor Create(string id, string title, string message, string description) => new(
        id,
        title,
        message,
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description,
        helpLinkUri: "https://www.nuget.org/packages/Referrals#" + id);
}
