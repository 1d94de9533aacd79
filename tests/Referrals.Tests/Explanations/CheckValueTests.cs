using System.Globalization;
using System.Text.Json;
using NodaTime;
using Referrals.Explanations;
using Referrals.Serialization;

namespace Referrals.Tests.Explanations;

/// <summary>What a check found and required is data: it survives the store, and no words are stored.</summary>
public sealed class CheckValueTests
{
    public static TheoryData<string> Kinds => [.. Values.Keys];

    /// <summary>Each kind of value, and the JSON in which it is kept.</summary>
    private static readonly Dictionary<string, CheckValue> Values = new(StringComparer.Ordinal)
    {
        ["\"spring\""] = CheckValue.Text("spring"),
        ["7"] = 7,
        ["1.5"] = CheckValue.Of(1.5m),
        ["""{"amount":"36.06 USD"}"""] = Amount.Of(36.06m, "USD"),
        ["""{"amount":"12.50 miles/2"}"""] = ValueKind.Of(Unit.Of("miles", 2)).With(1250),
        ["""{"at":"2026-03-01T09:00:00Z"}"""] = ValueKind.Instant.With(Instant.FromUtc(2026, 3, 1, 9, 0).ToUnixTimeTicks()),
        ["""{"day":"2026-12-24"}"""] = CheckValue.Of(new LocalDate(2026, 12, 24)),
        ["""{"time":"17:00:00"}"""] = CheckValue.Of(new LocalTime(17, 0)),
        ["""{"weekday":"Friday"}"""] = CheckValue.Of(IsoDayOfWeek.Friday),
        ["""{"person":"alice"}"""] = CustomerId.From("alice"),
        ["""{"unit":"EUR"}"""] = Unit.Money("EUR"),
        ["""{"percent":"0.125"}"""] = CheckValue.Of(Percentage.Of(12.5m)),
        ["""{"period":"30 CalendarDays"}"""] = TimePeriod.CalendarDays(30),
        ["""{"annual":"04-06"}"""] = CheckValue.Of(new AnnualDate(4, 6)),
        ["""["not_given"]"""] = Phrase.Of("value.not_given"),
        ["""["used",{"amount":"5.00 EUR"}]"""] = ValueKind.In("value.used", ValueKind.Of(Unit.Money("EUR"))).With(500),
        ["""["cap",["compare.AtMost",{"amount":"90.00 EUR"}],["frame.Lifetime"]]"""] = Cap.OfAmount(Amount.Of(90, "EUR")).Description,
        ["""["list.comma",{"person":"ann"},{"person":"ben"}]"""] = PhraseList.Commas([CustomerId.From("ann"), CustomerId.From("ben")]),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Value_is_the_same_after_the_store(string json)
    {
        var check = Check.Note("code.usable", Values[json], Values[json]);
        var explanation = new Explanation { Program = ProgramId.From("spring"), ProgramVersion = 1, Code = "code.usable", Checks = [check] };
        var read = JsonSerializer.Deserialize(explanation.ToJson(), ExplanationJsonContext.Default.Explanation)!;

        Assert.Equal(json, CheckValueJson.Text(Values[json]));
        Assert.Equal(explanation.Checks, read.Checks);
        Assert.Equal(explanation.ToText(), read.ToText());
        Assert.Equal(explanation.ToText(ReferralTexts.German), read.ToText(ReferralTexts.German));
    }

    [Fact]
    public void Values_that_differ_are_not_equal()
    {
        var all = Values.Values.Append(default).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(ValueKind.Number.With(7), (CheckValue)7L);
        Assert.Equal(ValueKind.Of(Unit.Money("USD")).With(3606), (CheckValue)Amount.Of(36.06m, "USD"));
    }

    /// <summary>What a custom rule of a story says itself.</summary>
    private const string OwnReason = "the partner is paid by hand";

    /// <summary>
    /// The texts that are kept are the application's and, but for one, have no blanks in these stories; words come from the table. So a decision of today can be read
    /// in a language of tomorrow.
    /// </summary>
    [Fact]
    public void No_words_are_stored()
    {
        foreach (var decision in ConditionStories.All.Concat(RewardStories.All).Select(static story => story.Decision))
        {
            using var json = JsonDocument.Parse(decision.Explanation.ToJson());
            Assert.All(
                Texts(json.RootElement).Where(static text => text != OwnReason), static text => Assert.DoesNotMatch(@"[A-Za-z]{2,} [A-Za-z]{2,}", text));
        }
    }

    [Fact]
    public void Stored_explanation_says_the_same_in_every_language()
    {
        foreach (var decision in ConditionStories.All.Concat(RewardStories.All).Select(static story => story.Decision))
        {
            var read = ((StoredEvent)RecordJson.Read(Referrals.Storage.RecordKind.Event, RecordJson.Write(StoredEvent.Of(RuleStory.Bought("o", 1), decision))))
                .Decision.Explanation;
            Assert.Equal(decision.Explanation.ToText(), read.ToText());
            Assert.Equal(
                decision.Explanation.ToText(CultureInfo.GetCultureInfo("de-DE")), read.ToText(CultureInfo.GetCultureInfo("de-DE")));
        }
    }

    [Fact]
    public void Phrase_of_a_later_version_is_told_as_it_stands()
    {
        const string json = """{"program":"p","programVersion":1,"code":"code.usable","checks":[{"code":"code.usable","verdict":"Noted","actual":["new_thing",3]}]}""";
        var read = JsonSerializer.Deserialize(json, ExplanationJsonContext.Default.Explanation)!;

        Assert.Equal("new_thing 3", read.Checks[0].Actual);
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Texts(member.Value)),
        _ => [],
    };
}
