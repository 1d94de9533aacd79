namespace Referrals.Tests.Programs.Analysis;

public sealed class ReadingEaseTests
{
    /// <summary>Six words of one syllable in one sentence: 206.835 - 1.015 x 6 - 84.6 x 1 = 116.145, the usual example of the formula.</summary>
    [Fact]
    public void Cat_on_the_mat_has_116() => Assert.Equal(116.145, ReadingEase.Of(["The cat sat on the mat."]), 3);

    /// <summary>Two sentences of 3 and 5 words with 4 and 11 syllables: 206.835 - 1.015 x 4 - 84.6 x 15 / 8 = 44.15.</summary>
    [Fact]
    public void Sentences_of_one_text_are_counted_apart() =>
        Assert.Equal(44.15, ReadingEase.Of(["You pay later. Rewards expire after seven holidays."]), 3);

    [Theory]
    [InlineData("friend", 1)]
    [InlineData("purchase", 2)]
    [InlineData("signed", 1)]
    [InlineData("counted", 2)]
    [InlineData("table", 2)]
    [InlineData("rule", 1)]
    [InlineData("reward", 2)]
    [InlineData("invitation", 4)]
    [InlineData("friend's", 1)]
    [InlineData("EUR", 1)]
    [InlineData("1,000.00", 1)]
    public void Syllables_are_counted_as_spoken(string word, int syllables) => Assert.Equal(syllables, ReadingEase.Syllables(word));

    [Fact]
    public void Text_without_words_is_easy() => Assert.Equal(100, ReadingEase.Of([]));
}
