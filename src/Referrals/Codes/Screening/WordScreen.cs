namespace Referrals.Codes.Screening;

/// <summary>Whether a code contains a listed word, before it is turned into text.</summary>
internal static class WordScreen
{
    /// <summary>
    /// Whether no listed word has a part in the drawn characters. What the host wrote in prefix and suffix itself is its own choice.
    /// </summary>
    internal static bool IsClean(CodeFormat format, ReadOnlySpan<byte> indexes)
    {
        var automaton = format.Words.Automaton;
        var symbols = format.Alphabet.Symbols;
        var state = automaton.After(WordAutomaton.Start, format.PrefixSymbols);
        foreach (var index in indexes)
        {
            state = automaton.Step(state, symbols[index]);
            if (automaton.IsHit(state))
            {
                return false;
            }
        }

        return format.SuffixSymbols.IsEmpty || IsCleanInSuffix(automaton, state, format.SuffixSymbols);
    }

    private static bool IsCleanInSuffix(WordAutomaton automaton, int state, ReadOnlySpan<byte> suffix)
    {
        for (var i = 0; i < suffix.Length; i++)
        {
            state = automaton.Step(state, suffix[i]);
            if (automaton.LongestHit(state) > i + 1)
            {
                return false;
            }
        }

        return true;
    }
}
