using Referrals.Explanations;

namespace Referrals;

/// <summary>What a guard found: whether it objects, the evidence, and what would have been right.</summary>
public sealed record GuardFinding
{
    private const int MaxLength = 256;

    private GuardFinding(bool objects, CheckValue found, CheckValue needed)
    {
        Objects = objects;
        Found = found;
        Needed = needed;
    }

    /// <summary>Whether the guard objects; what follows is declared by the program.</summary>
    public bool Objects { get; }

    /// <summary>The evidence, for the operator; <c>null</c> for none.</summary>
    public string? Actual => Found.ToString();

    /// <summary>What would have been right; <c>null</c> where it goes without saying.</summary>
    public string? Required => Needed.ToString();

    internal CheckValue Found { get; }

    internal CheckValue Needed { get; }

    /// <summary>The guard does not object.</summary>
    /// <param name="actual">What was found, without personal data; cut at 256 characters.</param>
    /// <param name="required">What was asked for.</param>
    public static GuardFinding Passes(string? actual = null, string? required = null) => new(false, Cut(actual), Cut(required));

    /// <summary>The guard objects.</summary>
    /// <param name="actual">The evidence, without personal data: it is stored with the decision; cut at 256 characters.</param>
    /// <param name="required">What would have been right.</param>
    public static GuardFinding ObjectsTo(string? actual = null, string? required = null) => new(true, Cut(actual), Cut(required));

    internal static GuardFinding Of(bool objects, CheckValue actual, CheckValue required) => new(objects, actual, required);

    private static CheckValue Cut(string? text) => CheckValue.Text(text is { Length: > MaxLength } ? text[..MaxLength] : text);
}
