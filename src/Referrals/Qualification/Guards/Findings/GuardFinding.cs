namespace Referrals.Qualification.Guards.Findings;

/// <summary>What a guard found: whether it objects, the evidence, and what would have been right.</summary>
internal readonly record struct GuardFinding
{
    private GuardFinding(bool objects, string actual, string required)
    {
        Objects = objects;
        Actual = actual;
        Required = required;
    }

    internal bool Objects { get; }

    internal string Actual { get; }

    internal string Required { get; }

    internal static GuardFinding Of(bool objects, string actual, string required) => new(objects, actual, required);
}
