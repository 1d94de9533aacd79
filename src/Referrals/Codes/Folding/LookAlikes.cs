namespace Referrals.Codes.Folding;

/// <summary>Which of the 36 symbols people take for one another.</summary>
internal static class LookAlikes
{
    /// <summary>Read or heard wrongly in print, handwriting and on the phone.</summary>
    private static readonly string[] Confused = ["0O", "1IL", "2Z", "5S", "6G", "8B", "VU"];

    /// <summary>
    /// Read as one another by somebody who wants to see a word: the above, and digits used as letters.
    /// </summary>
    private static readonly string[] Read = ["0O", "1IL", "2Z", "3E", "4A", "5S", "69G", "7T", "8B", "VU"];

    /// <summary>For each symbol, the first of those it is confused with.</summary>
    private static readonly byte[] Skeletons = Representatives(Confused);

    /// <summary>For each symbol, the first of those it is read as.</summary>
    private static readonly byte[] Readings = Representatives(Read);

    /// <summary>The one symbol that stands for all that are confused with this one.</summary>
    internal static int Skeleton(int symbol) => Skeletons[symbol];

    /// <summary>Whether two symbols are confused with one another, or are the same.</summary>
    internal static bool AreTwins(int symbol, int other) => Skeletons[symbol] == Skeletons[other];

    /// <summary>The one symbol that stands for all that can be read as this one in a word.</summary>
    internal static int Reading(int symbol) => Readings[symbol];

    /// <summary>The other symbols that this one can be read as; none for a symbol that is no symbol.</summary>
    internal static IEnumerable<byte> Readers(int symbol) =>
        Enumerable.Range(0, symbol < Symbol.Count ? Symbol.Count : 0)
            .Where(other => other != symbol && (Readings[other] == Readings[symbol] || AreTwins(other, symbol)))
            .Select(other => (byte)other);

    private static byte[] Representatives(string[] groups)
    {
        var representatives = new byte[Symbol.Count];
        for (var symbol = 0; symbol < Symbol.Count; symbol++)
        {
            var group = Array.Find(groups, g => g.Contains(Symbol.ToChar(symbol), StringComparison.Ordinal));
            representatives[symbol] = (byte)(group is null ? symbol : Symbol.Of(group[0]));
        }

        return representatives;
    }
}
