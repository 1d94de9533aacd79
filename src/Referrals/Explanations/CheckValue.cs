namespace Referrals.Explanations;

/// <summary>
/// A value of a check that becomes text only when somebody reads it: most explanations are never read, and writing numbers and
/// times out is most of their cost. <c>default</c> is no value.
/// </summary>
internal readonly struct CheckValue
{
    /// <summary>The text itself, or what writes the number.</summary>
    private readonly object? _text;
    private readonly long _number;

    internal CheckValue(ValueText text, long number)
    {
        _text = text;
        _number = number;
    }

    private CheckValue(string? text) => _text = text;

    public static implicit operator CheckValue(string? text) => new(text);

    public override string? ToString() => _text is ValueText text ? text.Write(_number) : _text as string;
}
