using FsCheck;
using FsCheck.Fluent;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class KeyTextTests
{
    /// <summary>Parts of the pieces that keys are made of, where an escape that is forgotten shows at once.</summary>
    private static readonly Gen<string?> Part = Gen.Frequency(
        (1, Gen.Constant<string?>(null)),
        (1, Gen.Constant<string?>(new string('%', 128))),
        (8, Gen.Elements(":", "/", "#", "~", "%", "%3A", "a", "1", "due").ListOf().Select(static pieces => (string?)string.Concat(pieces.Take(5)))));

    [Fact]
    public void Different_parts_give_different_keys()
    {
        var parts = Gen.Choose(1, 4).SelectMany(static count => Part.ListOf(count)).Select(static list => list.ToArray());
        Prop.ForAll(Gen.Zip(parts, parts).ToArbitrary(), static pair =>
            pair.Item1.SequenceEqual(pair.Item2) == (KeyText.Of("word", pair.Item1) == KeyText.Of("word", pair.Item2)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void Ordinary_ids_stay_as_they_are() => Assert.Equal("sign-up:carol@shop.example", KeyText.Of("sign-up", "carol@shop.example"));

    [Theory]
    [InlineData("x", "y", "x/reversed:y")]
    [InlineData("a:b", "c", "a%3Ab/reversed:c")]
    public void Separators_are_escaped_inside_of_parts(string first, string second, string key) =>
        Assert.Equal(key, $"{KeyText.Part(first)}/reversed:{KeyText.Part(second)}");

    [Fact]
    public void Long_keys_keep_their_word_and_stay_apart()
    {
        var (first, second) = (KeyText.Of("order", new string(':', 200)), KeyText.Of("order", new string(':', 201)));

        Assert.NotEqual(first, second);
        Assert.StartsWith("order:~", first, StringComparison.Ordinal);
        Assert.True(first.Length <= KeyText.MaxLength);
    }
}
