using Referrals.Codes.Folding;

namespace Referrals.Codes.Screening;

/// <summary>
/// Finds listed words in a text of symbols in one step for each symbol, however many words are listed: the automaton of
/// Aho and Corasick, "Efficient string matching: an aid to bibliographic search", Communications of the ACM 18 (1975).
/// </summary>
/// <remarks>
/// Words are compared by what their characters can be read as, so <c>B00B</c> and <c>8OO8</c> are the same word.
/// States are numbered so that those in which a word ends come last.
/// </remarks>
internal sealed class WordAutomaton
{
    internal const int Start = 0;

    private const int None = -1;

    private readonly ushort[] _next;
    private readonly byte[] _longest;
    private readonly bool[] _anywhere;
    private readonly int _firstHit;

    internal WordAutomaton(IEnumerable<ListedWord> words)
    {
        var trie = new List<State> { new() };
        foreach (var word in words)
        {
            Add(word, trie);
        }

        Complete(trie);
        var order = Enumerable.Range(0, trie.Count).OrderBy(state => trie[state].Longest > 0).ToArray();
        var number = new ushort[trie.Count];
        for (var i = 0; i < order.Length; i++)
        {
            number[order[i]] = checked((ushort)i);
        }

        _longest = [.. order.Select(state => trie[state].Longest)];
        _anywhere = [.. order.Select(state => trie[state].IsAnywhere)];
        _firstHit = order.Count(state => trie[state].Longest == 0);
        _next =
        [
            .. from state in order
               from symbol in Enumerable.Range(0, Symbol.Count)
               select number[trie[state].Next[LookAlikes.Reading(symbol)]],
        ];
    }

    internal int Step(int state, int symbol) => _next[state * Symbol.Count + symbol];

    /// <summary>Whether a listed word ends in this state.</summary>
    internal bool IsHit(int state) => state >= _firstHit;

    /// <summary>How many characters the longest listed word has that ends in this state; 0 for none.</summary>
    internal int LongestHit(int state) => _longest[state];

    /// <summary>Whether a word ends in this state that counts wherever it stands.</summary>
    internal bool IsHitAnywhere(int state) => _anywhere[state];

    /// <summary>The state after a text, whatever words it contains itself.</summary>
    internal int After(int state, ReadOnlySpan<byte> symbols)
    {
        foreach (var symbol in symbols)
        {
            state = Step(state, symbol);
        }

        return state;
    }

    private static void Add(ListedWord word, List<State> trie)
    {
        var state = trie[Start];
        foreach (var c in word.Text)
        {
            ref var next = ref state.Next[LookAlikes.Reading(Symbol.Of(c))];
            if (next == None)
            {
                next = trie.Count;
                trie.Add(new State());
            }

            state = trie[next];
        }

        state.Longest = (byte)word.Text.Length;
        state.IsAnywhere |= word.IsAnywhere;
    }

    /// <summary>Breadth first: what a state lacks, it takes from the state of its longest proper suffix.</summary>
    private static void Complete(List<State> trie)
    {
        var queue = new Queue<int>([Start]);
        while (queue.TryDequeue(out var at))
        {
            var state = trie[at];
            var suffix = trie[state.Suffix];
            state.Longest = Math.Max(state.Longest, suffix.Longest);
            state.IsAnywhere |= suffix.IsAnywhere;
            for (var symbol = 0; symbol < Symbol.Count; symbol++)
            {
                var fallback = at == Start ? Start : suffix.Next[symbol];
                if (state.Next[symbol] == None)
                {
                    state.Next[symbol] = fallback;
                    continue;
                }

                trie[state.Next[symbol]].Suffix = fallback;
                queue.Enqueue(state.Next[symbol]);
            }
        }
    }

    private sealed class State
    {
        internal State() => Array.Fill(Next, None);

        internal int[] Next { get; } = new int[Symbol.Count];

        internal int Suffix { get; set; } = Start;

        internal byte Longest { get; set; }

        internal bool IsAnywhere { get; set; }
    }
}
