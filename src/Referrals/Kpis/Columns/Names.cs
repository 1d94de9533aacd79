namespace Referrals.Kpis.Columns;

/// <summary>Texts that repeat, such as segments and channels, as small numbers.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    internal int Count => _texts.Count;

    internal string this[int number] => _texts[number];

    internal int Of(string text)
    {
        if (!_numbers.TryGetValue(text, out var number))
        {
            number = _texts.Count;
            _numbers.Add(text, number);
            _texts.Add(text);
        }

        return number;
    }
}
