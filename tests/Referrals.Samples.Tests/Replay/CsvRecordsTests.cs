using Replay.Tables;

namespace Referrals.Samples.Tests.Replay;

/// <summary>The cases of RFC 4180, section 2.</summary>
public sealed class CsvRecordsTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("a,,", "a||")]
    [InlineData("\"a\",\"b,c\"", "a|b,c")]
    [InlineData("\"a \"\"quoted\"\" word\",b", "a \"quoted\" word|b")]
    [InlineData("\"two\nlines\",b", "two\nlines|b")]
    [InlineData("\"\",b", "|b")]
    [InlineData("a\r\n", "a")]
    public void Record_is_split_into_fields(string text, string fields)
    {
        var records = new CsvRecords(new StringReader(text));

        Assert.Equal(fields, string.Join('|', records.Next()!));
        Assert.Null(records.Next());
        Assert.False(records.IsCut);
    }

    [Fact]
    public void Lines_are_counted_through_blank_lines_and_quoted_line_ends()
    {
        var records = new CsvRecords(new StringReader("h\n\n\"a\nb\"\nc\n"));

        Assert.Equal([1, 3, 5], [Line(), Line(), Line()]);

        int Line()
        {
            _ = records.Next();
            return records.Line;
        }
    }

    [Fact]
    public void Record_that_ends_inside_of_quotation_marks_is_marked()
    {
        var records = new CsvRecords(new StringReader("a,\"b\nc"));

        Assert.Equal(["a", "b\nc"], records.Next()!);
        Assert.True(records.IsCut);
    }
}
