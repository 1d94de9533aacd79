using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Tests.Vocabulary;

/// <summary>The short ways of the converter must write and read what NodaTime's own pattern does.</summary>
public sealed class InstantJsonConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new InstantJsonConverter() } };

    private static readonly Gen<Instant> Instants =
        from second in Gen.OneOf(Gen.Choose(int.MinValue, int.MaxValue).Select(static each => (long)each), Gen.Choose(-62_000, 253_000).Select(static each => each * 1_000_000L))
        from nanosecond in Gen.Choose(0, 999_999_999)
        from places in Gen.Choose(0, 9)
        let unit = (long)Math.Pow(10, places)
        select Instant.FromUnixTimeSeconds(second) + Duration.FromNanoseconds(nanosecond / unit * unit);

    [Fact]
    public void Whole_and_broken_seconds_are_written_and_read_as_by_NodaTime() => Prop.ForAll(Instants.ToArbitrary(), static instant =>
    {
        var text = JsonSerializer.Serialize(instant, Options);

        Assert.Equal('"' + InstantPattern.ExtendedIso.Format(instant) + '"', text);
        Assert.Equal(instant, JsonSerializer.Deserialize<Instant>(text, Options));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void First_and_last_instants_are_kept()
    {
        foreach (var instant in (Instant[])[Instant.MinValue, Instant.MaxValue, Instant.FromUtc(1, 1, 1, 0, 0), Instant.FromUtc(1, 1, 1, 0, 0) - Duration.Epsilon])
        {
            Assert.Equal(instant, JsonSerializer.Deserialize<Instant>(JsonSerializer.Serialize(instant, Options), Options));
        }
    }

    [Theory]
    [InlineData("2026-03-01T09:30Z")]
    [InlineData("2026-03-01T09:30:00")]
    [InlineData("2026-03-01T09:30:00+01:00")]
    [InlineData("2026-03-01 09:30:00Z")]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T24:30:00Z")]
    [InlineData("2026-03-01T09:30:60Z")]
    [InlineData("2026-02-29T09:30:00Z")]
    [InlineData("2026-03-01T09:30:00.Z")]
    [InlineData("2026-03-01T09:30:00.1234567890Z")]
    [InlineData("")]
    public void Other_forms_are_refused(string text) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Instant>(JsonSerializer.Serialize(text), Options));
}
