namespace Referrals.Codes.Screening;

/// <summary>
/// Whether a code contains a listed word, before it is turned into text. A word counts when a drawn character is part
/// of it: what the host wrote in prefix and suffix itself is its own choice.
/// </summary>
/// <param name="automaton">The listed words.</param>
/// <param name="prefix">The symbols that every code begins with.</param>
/// <param name="alphabet">The symbol of each alphabet index.</param>
/// <param name="suffix">The symbols that every code ends with.</param>
internal sealed class WordScreen(WordAutomaton automaton, byte[] prefix, byte[] alphabet, byte[] suffix)
{
    private readonly int _start = automaton.After(WordAutomaton.Start, prefix);

    internal bool IsClean(ReadOnlySpan<byte> indexes)
    {
        var state = _start;
        foreach (var index in indexes)
        {
            state = automaton.Step(state, alphabet[index]);
            if (automaton.IsHit(state))
            {
                return false;
            }
        }

        return suffix.Length == 0 || IsCleanInSuffix(state);
    }

    private bool IsCleanInSuffix(int state)
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
