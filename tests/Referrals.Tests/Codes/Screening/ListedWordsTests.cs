using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals.Tests.Codes.Screening;

public class ListedWordsTests
{
    private const int Codes = 10_000_000;

    private static readonly string[] LookAlikes = ["0O", "1IL", "2Z", "3E", "4A", "5S", "69G", "7T", "8B", "UV"];

    [Fact]
    public void Words_are_capital_letters_of_several_languages()
    {
        Assert.InRange(ListedWords.All.Count, 250, 1_000);
        Assert.All(ListedWords.All, word => Assert.InRange(word.Text.Length, 3, 12));
        Assert.All(ListedWords.All, word => Assert.All(word.Text, c => Assert.True(char.IsAsciiLetterUpper(c))));
    }

    [Fact]
    public void No_word_is_hidden_behind_another_that_counts_anywhere()
    {
        var anywhere = ListedWords.All.Where(word => word.IsAnywhere).Select(word => word.Text).ToArray();

        Assert.All(ListedWords.All, word => Assert.DoesNotContain(anywhere, other => other != word.Text && word.Text.Contains(other, StringComparison.Ordinal)));
    }

    /// <summary>
    /// Looks for the words in its own simple way: each code is spelled with one character for all that look alike, and
    /// at each place compared with the words that begin with the three characters there.
    /// </summary>
    [Fact]
    public void Ten_million_codes_contain_no_listed_word()
    {
        var words = ListedWords.All.Select(word => string.Concat(word.Text.Select(Spell))).ToLookup(word => Key(word));
        var mayBegin = new bool[1 << 18];
        foreach (var begin in words)
        {
            mayBegin[begin.Key] = true;
        }

        var compared = 0;
        var found = 0;
        Parallel.For(0, 4, part =>
        {
            var spelled = Enumerable.Range(0, 'Z' + 1).Select(c => Spell((char)c)).ToArray();
            var randomness = new SeededRandomness(part);
            var text = new char[9];
            for (var i = 0; i < Codes / 4; i++)
            {
                _ = CodeGenerator.Next(CodeFormat.Default, randomness).TryFormat(text, out _);
                var key = 0;
                for (var at = 0; at < 9; at++)
                {
                    text[at] = spelled[text[at]];
                    key = ((key << 6) | (text[at] & 63)) & 0x3FFFF;
                    if (at >= 2 && mayBegin[key])
                    {
                        var rest = new string(text.Select(c => spelled[c]).Skip(at - 2).ToArray());
                        Interlocked.Increment(ref compared);
                        Interlocked.Add(ref found, words[key].Count(word => rest.StartsWith(word, StringComparison.Ordinal)));
                    }
                }
            }
        });

        Assert.Equal(0, found);
        Assert.True(compared > 10_000, "The table lets too little through to prove anything.");
    }

    [Theory]
    [InlineData("SHIT")]
    [InlineData("5H1T")]
    [InlineData("FVCK")]
    [InlineData("N1993R")]
    public void Words_are_found_across_look_alikes(string word)
    {
        var format = CodeFormat.Create(c => c.Alphabet(CodeAlphabet.Alphanumeric).Length(8));
        foreach (var text in new[] { word.PadRight(8, 'X'), word.PadLeft(8, 'W'), ("Q" + word).PadRight(8, 'W') })
        {
            var indexes = text.Select(c => (byte)CodeAlphabet.Alphanumeric.Characters.IndexOf(c, StringComparison.Ordinal)).ToArray();
            Assert.False(format.Screen.IsClean(indexes));
        }
    }

    [Fact]
    public void A_word_across_prefix_and_code_is_found_and_one_in_the_prefix_is_not()
    {
        var format = CodeFormat.Create(c => c.Prefix("CLASS-SH").Suffix("ASS").Length(4).Alphabet(CodeAlphabet.Alphanumeric));

        Assert.False(IsClean("ITXX"));
        Assert.True(IsClean("XKWR"));

        bool IsClean(string body) => format.Screen.IsClean(
            [.. body.Select(c => (byte)CodeAlphabet.Alphanumeric.Characters.IndexOf(c, StringComparison.Ordinal))]);
    }

    [Fact]
    public void The_host_can_add_words_and_take_the_list_away()
    {
        static int Share(CodeWords words)
        {
            var format = CodeFormat.Create(c => c.Length(4).Alphabet(CodeAlphabet.Of("ABCDEFGH")).Without(words));
            return Enumerable.Range(0, 20_000).Count(
                seed => CodeGenerator.Next(format, new SeededRandomness(seed)).Value.Contains("ACE", StringComparison.Ordinal));
        }

        Assert.Equal(0, Share(CodeWords.None.With("ace")));
        Assert.InRange(Share(CodeWords.None), 40, 130);
        Assert.Equal(CodeWords.None.With("A1B"), CodeWords.None.With("a1b"));
        Assert.NotEqual(CodeWords.None.With("A1B"), CodeWords.Default.With("a1b"));
        Assert.Throws<ArgumentException>(() => CodeWords.None.With("ab"));
        Assert.Throws<ArgumentException>(() => CodeWords.None.With("a-b"));
    }

    private static int Key(string word) => ((word[0] & 63) << 12) | ((word[1] & 63) << 6) | (word[2] & 63);

    private static char Spell(char c) => Array.Find(LookAlikes, group => group.Contains(c, StringComparison.Ordinal)) is { } group ? group[0] : c;
}
