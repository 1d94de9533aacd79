namespace Referrals.Tests.Vocabulary.Ids;

/// <summary>The rules that all ids share, tried on one id of each rule.</summary>
public sealed class IdTextTests
{
    [Theory]
    [InlineData("", "requires 1 to 128 characters")]
    [InlineData(" a", "must not begin or end with white space")]
    [InlineData("a\u00a0", "must not begin or end with white space")]
    [InlineData("a\tb", "must not contain control characters")]
    [InlineData("a\0b", "must not contain control characters")]
    [InlineData("a\u0085b", "must not contain control characters")]
    public void Opaque_id_names_the_rule_it_breaks(string text, string rule)
    {
        var failure = Assert.Throws<ArgumentException>(() => CustomerId.From(text));

        Assert.Contains("CustomerId " + rule, failure.Message, StringComparison.Ordinal);
        Assert.Equal("value", failure.ParamName);
        Assert.False(CustomerId.TryFrom(text, out _));
    }

    [Theory]
    [InlineData('\ud83c', 'x')]
    [InlineData('\udf81', 'x')]
    [InlineData('x', '\ud83c')]
    public void Half_of_a_surrogate_pair_is_refused(char first, char second)
    {
        var text = new string([first, second]);

        Assert.False(CustomerId.TryFrom(text, out _));
        var failure = Assert.Throws<ArgumentException>(() => CustomerId.From(text));
        Assert.Contains("unpaired surrogate", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void Customer_id_has_up_to_128_characters(int length, bool valid) =>
        Assert.Equal(valid, CustomerId.TryFrom(new string('x', length), out _));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Program_id_has_up_to_64_characters(int length, bool valid) =>
        Assert.Equal(valid, ProgramId.TryFrom(new string('x', length), out _));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Reward_id_has_up_to_512_characters(int length, bool valid) =>
        Assert.Equal(valid, RewardId.TryFrom(new string('x', length), out _));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Payout_id_has_up_to_512_characters(int length, bool valid) =>
        Assert.Equal(valid, PayoutId.TryFrom(new string('x', length), out _));

    [Theory]
    [InlineData("spring 2026")]
    [InlineData("spring/2026")]
    [InlineData("früh")]
    [InlineData("a:b")]
    public void Name_takes_only_what_is_safe_in_a_key(string text)
    {
        var failure = Assert.Throws<ArgumentException>(() => ProgramId.From(text));

        Assert.Contains("a-z, A-Z, 0-9", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_does_not_repeat_the_text_of_an_id()
    {
        var failure = Assert.Throws<ArgumentException>(() => CustomerId.From("bob@example.com\n"));

        Assert.DoesNotContain("bob@example.com", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_refused_as_such() => Assert.Throws<ArgumentNullException>(() => CustomerId.From(null!));

    [Fact]
    public void Default_says_how_to_make_an_id()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => default(CustomerId).Value);

        Assert.Contains("CustomerId.From(text)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_serve_as_the_keys_of_a_json_object()
    {
        var counts = new Dictionary<CustomerId, int> { [CustomerId.From("alice")] = 1, [CustomerId.From("bob 🎁")] = 2 };

        var json = System.Text.Json.JsonSerializer.Serialize(counts);

        Assert.StartsWith("{\"alice\":1,", json, StringComparison.Ordinal);
        Assert.Equal(counts, System.Text.Json.JsonSerializer.Deserialize<Dictionary<CustomerId, int>>(json));
    }
}
