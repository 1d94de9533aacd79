using Referrals.Codes.Folding;

namespace Referrals.Codes.Screening;

/// <summary>
/// Finds listed words in a text of symbols in one step for each symbol, however many words are listed: the automaton of Aho and
/// Corasick, "Efficient string matching: an aid to bibliographic search", Communications of the ACM 18 (1975).
/// </summary>
/// <remarks>
/// Words are compared by what their characters can be read as, so <c>B00B</c> and <c>8OO8</c> are the same word.
/// States are numbered so that those in which a word ends come last.
/// </remarks>
internal sealed class WordAutomaton
{
    internal const int Start = 0;

    private readonly ushort[] _next;
    private readonly byte[] _longest;
    private readonly int _firstHit;

    internal WordAutomaton(IEnumerable<string> words)
    {
        var trie = new List<int[]> { NewRow() };
        var longest = new List<byte> { 0 };
        foreach (var word in words)
        {
            Add(word, trie, longest);
        }

        Complete(trie, longest);
        var order = Enumerable.Range(0, trie.Count).OrderBy(state => longest[state] > 0).ToArray();
        var number = new ushort[trie.Count];
        for (var i = 0; i < order.Length; i++)
        {
            number[order[i]] = checked((ushort)i);
        }

        _longest = [.. order.Select(state => longest[state])];
        _firstHit = Array.FindIndex(_longest, length => length > 0) is var hit and >= 0 ? hit : order.Length;
        _next = [.. order.SelectMany(state => Enumerable.Range(0, Symbol.Count).Select(s => number[trie[state][LookAlikes.Reading(s)]]))];
    }

    internal int Step(int state, int symbol) => _next[state * Symbol.Count + symbol];

    /// <summary>Whether a listed word ends in this state.</summary>
    internal bool IsHit(int state) => state >= _firstHit;

    /// <summary>How many characters the longest listed word has that ends in this state; 0 for none.</summary>
    internal int LongestHit(int state) => _longest[state];

    /// <summary>The state after a text, whatever words it contains itself.</summary>
    internal int After(int state, ReadOnlySpan<byte> symbols)
    {
        foreach (var symbol in symbols)
        {
            state = Step(state, symbol);
        }

        return state;
    }

    private static void Add(string word, List<int[]> trie, List<byte> longest)
    {
        var state = Start;
        foreach (var c in word)
        {
            ref var child = ref trie[state][LookAlikes.Reading(Symbol.Of(c))];
            if (child < 0)
            {
                child = trie.Count;
                trie.Add(NewRow());
                longest.Add(0);
            }

            state = child;
        }

        longest[state] = Math.Max(longest[state], (byte)word.Length);
    }

    /// <summary>Breadth first: what a state lacks, it takes from the state of its longest proper suffix.</summary>
    private static void Complete(List<int[]> trie, List<byte> longest)
    {
        var suffix = new int[trie.Count];
        var queue = new Queue<int>([Start]);
        while (queue.TryDequeue(out var state))
        {
            longest[state] = Math.Max(longest[state], longest[suffix[state]]);
            for (var symbol = 0; symbol < Symbol.Count; symbol++)
            {
                ref var child = ref trie[state][symbol];
                var fallback = state == Start ? Start : trie[suffix[state]][symbol];
                if (child < 0)
                {
                    child = fallback;
                    continue;
                }

                suffix[child] = fallback;
                queue.Enqueue(child);
            }
        }
    }

    private static int[] NewRow()
    {
        var row = new int[Symbol.Count];
        Array.Fill(row, -1);
        return row;
    }
}
