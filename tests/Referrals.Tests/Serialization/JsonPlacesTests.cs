using Referrals.Serialization;

namespace Referrals.Tests.Serialization;

/// <summary>Lines and columns as an editor counts them.</summary>
public sealed class JsonPlacesTests
{
    private const string Json = """
        {
          "id": "spring",
          "names": [ "é😀", "b" ],
          "incentives": [
            { "flat": "1 EUR", "when": [ [ 1, 2 ], [ 3 ] ] },
            {
              "flat": "2 EUR"
            }
          ]
        }
        """;

    [Theory]
    [InlineData("$", 1, 1)]
    [InlineData("$.id", 2, 3)]
    [InlineData("$.names[1]", 3, 21)]
    [InlineData("$.incentives", 4, 3)]
    [InlineData("$.incentives[0]", 5, 5)]
    [InlineData("$.incentives[0].when[1][0]", 5, 46)]
    [InlineData("$.incentives[1]", 6, 5)]
    [InlineData("$.incentives[1].flat", 7, 7)]
    [InlineData("$.incentives[1].hold.days", 6, 5)]
    [InlineData("$.incentives[7].flat", 4, 3)]
    [InlineData("$.flat", 1, 1)]
    public void Path_leads_to_what_it_names_or_to_what_is_around_it(string path, int line, int column) =>
        Assert.Equal((line, column), new JsonPlaces(Json).Of(path));

    [Theory]
    [InlineData("{\n  \"id\": \"spr", 2)]
    [InlineData("{\n  \"id\": 1,\n  oops\n}", 3)]
    [InlineData("", 1)]
    public void Text_that_is_not_json_is_named_by_the_line_that_cannot_be_read(string json, int line) => Assert.Equal(line, new JsonPlaces(json).Of("$").Line);
}
