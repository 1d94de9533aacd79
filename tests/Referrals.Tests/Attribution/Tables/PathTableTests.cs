using FsCheck;
using FsCheck.Fluent;
using Referrals.Attribution;

namespace Referrals.Tests.Attribution.Tables;

public sealed class PathTableTests
{
    private const string Header = "path,total_conversions,total_conversion_value,total_null";

    [Theory]
    [InlineData("a > b > c", "a b c")]
    [InlineData("  a  >b>   c ", "a b c")]
    [InlineData("a >  > b > ", "a b")]
    [InlineData("> a", "a")]
    [InlineData("", "")]
    [InlineData(" >  > ", "")]
    [InlineData("A > a", "A a")]
    [InlineData("\ta\u00a0> paid search", "a paid search")]
    public void Path_is_split_trimmed_and_cleared_of_blanks(string path, string expected) =>
        Assert.Equal(expected, Text(PathTable.FromPaths([path], [1], [1], [0]), 0));

    [Fact]
    public void Any_path_is_split_as_the_plain_way_splits_it() => Prop.ForAll(
        Gen.Elements("a", "bb", "ccc", "dddd", "channel05", "channel06", "a-name-beyond-twelve-1", "a-name-beyond-twelve-2", "", " ", "é", "x y")
            .ArrayOf().ArrayOf().ToArbitrary(),
        tokens =>
        {
            var paths = Array.ConvertAll(tokens, path => string.Join(" > ", path));
            var zeros = new double[paths.Length];
            var batch = PathTable.FromPaths(paths, zeros, zeros, zeros);
            for (var i = 0; i < paths.Length; i++)
            {
                var plain = paths[i].Split('>', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal(string.Join('|', plain), Text(batch, i, '|'));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Thousands_of_channels_keep_their_names()
    {
        var names = Enumerable.Range(0, 5_000).Select(i => $"r{i % 50}-{i}").ToArray();
        var zeros = new double[names.Length];
        var batch = PathTable.FromPaths(names, zeros, zeros, zeros);
        Assert.Equal(names, Enumerable.Range(0, names.Length).Select(i => Text(batch, i)));
    }

    [Fact]
    public void Another_separator_may_be_chosen() =>
        Assert.Equal("a>b c", Text(PathTable.FromPaths(["a>b;c"], [1], [1], [0], separator: ';'), 0));

    [Fact]
    public void Quotes_line_breaks_and_a_byte_order_mark_are_read()
    {
        var table = Read("\uFEFF" + Header + "\r\n\"a, inc > say \"\"hi\"\"\",1,2.5,0\r\n\r\n\"b\nc > d\",0,0,3\r\n");
        Assert.Equal("a, inc|say \"hi\"", Text(table.Journeys, 0, '|'));
        Assert.Equal("b\nc|d", Text(table.Journeys, 1, '|'));
        Assert.Equal([1, 0], table.Journeys.Spans.Conversions.ToArray());
        Assert.Equal([2.5, 0], table.Journeys.Spans.Values.ToArray());
        Assert.Equal([0, 3], table.Journeys.Spans.Nulls.ToArray());
        Assert.Equal(["1", "2"], table.Ids);
    }

    [Fact]
    public void Columns_may_stand_in_any_order_and_case_and_others_are_passed_over()
    {
        var table = Read("note,Total_Null,PATH,total_conversion_value,total_conversions\nx,1,a > b,20,0.5\n");
        Assert.Equal("a b", Text(table.Journeys, 0));
        Assert.Equal((0.5, 20, 1), (table.Journeys.Spans.Conversions[0], table.Journeys.Spans.Values[0], table.Journeys.Spans.Nulls[0]));
    }

    [Fact]
    public void Single_journey_without_conversion_counts_as_one_null()
    {
        var table = Read("id,path,hours_before,conv,value\nj1,a > b,24 > 0,1,100\nj2,a,5,0,0\n");
        Assert.Equal(["j1", "j2"], table.Ids);
        Assert.Equal([0, 1], table.Journeys.Spans.Nulls.ToArray());
    }

    [Theory]
    [InlineData("a > b", "100 > 3", 100, 3)]
    [InlineData("a >  > b", "100 > 50 > 3", 100, 3)]
    [InlineData("a >  > b", "100 > 3", 100, 3)]
    [InlineData("a > b", "", 24, 0)]
    [InlineData(" > a > b", " > 7.5 > 1e0", 7.5, 1)]
    public void Hours_follow_their_touches(string path, string hours, double first, double second)
    {
        var table = Read($"{Header},hours_before\nx,1,1,0,9\n{path},1,1,0,{hours}\n");
        Assert.Equal(first, table.Journeys.Spans[1].HoursBeforeOf(0));
        Assert.Equal(second, table.Journeys.Spans[1].HoursBeforeOf(1));
        Assert.Equal(9, table.Journeys.Spans[0].HoursBeforeOf(0));
    }

    [Theory]
    [InlineData("", "Line 1: The table is empty.")]
    [InlineData("path,total_conversions,total_conversion_value\na,1,1", "Line 1: The column 'total_null' is missing.")]
    [InlineData("total_conversions,total_conversion_value,total_null\n1,1,1", "Line 1: The column 'path' is missing.")]
    [InlineData("path\na", "Line 1: The column 'total_conversions' is missing.")]
    [InlineData("id,path,conv\n1,a,1", "Line 1: The column 'value' is missing.")]
    [InlineData("path,path\na,a", "Line 1: The column 'path' is named twice.")]
    [InlineData(Header, "Line 1: The table has a header, but no rows.")]
    [InlineData(Header + "\na,1,1,0\nb,one,1,0", "Line 3: 'one' in column 'total_conversions' is not a number of 0 or more.")]
    [InlineData(Header + "\na,,1,0", "Line 2: '' in column 'total_conversions'")]
    [InlineData(Header + "\na,-1,1,0", "Line 2: '-1' in column 'total_conversions'")]
    [InlineData(Header + "\na,1,NaN,0", "Line 2: 'NaN' in column 'total_conversion_value'")]
    [InlineData(Header + "\na,1,1,1e999", "Line 2: '1e999' in column 'total_null'")]
    [InlineData(Header + "\na,1,1", "Line 2: The row has 3 fields, but the header has 4.")]
    [InlineData(Header + "\n\"a,1,1,0", "Line 2: A quote is opened and never closed.")]
    [InlineData(Header + ",hours_before\na > b,1,1,0,5", "Line 2: The path has 2 touches, but 'hours_before' has 1 numbers.")]
    [InlineData(Header + ",hours_before\na > b,1,1,0,x > 0", "Line 2: 'x' in column 'hours_before' is not a number of hours of 0 or more.")]
    [InlineData(Header + ",hours_before\na > b,1,1,0,5 > -1", "Line 2: '-1' in column 'hours_before'")]
    public void Bad_table_is_answered_with_its_place(string csv, string expected)
    {
        Assert.False(PathTable.TryRead(csv, out var table, out var errors));
        Assert.Null(table);
        Assert.StartsWith(expected, errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_reported_up_to_twenty()
    {
        Assert.False(PathTable.TryRead(Header + string.Concat(Enumerable.Repeat("\na,x,1,0", 50)), out _, out var errors));
        Assert.Equal(Enumerable.Range(2, 20), errors.Select(error => error.Line));
    }

    [Fact]
    public void No_text_makes_the_reader_throw() => Prop.ForAll(
        Gen.Elements("path", "total_conversions", "total_conversion_value", "total_null", "hours_before", "a > b", "1", ",", ",", "\"", "\n", "\r\n", ">", " ")
            .ArrayOf().Select(string.Concat).ToArbitrary(),
        text =>
        {
            foreach (var csv in new[] { text, Header + ",hours_before\n" + text })
            {
                Assert.Equal(PathTable.TryRead(csv, out _, out var errors), errors.Count == 0);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_and_paths_in_memory_are_checked()
    {
        Assert.Throws<ArgumentException>(() => PathTable.FromPaths(["a"], [], [1], [1]));
        Assert.Throws<ArgumentException>(() => PathTable.FromPaths(["a"], [1], [-1], [1]));
        Assert.Throws<ArgumentException>(() => PathTable.FromPaths([null!], [1], [1], [1]));
    }

    private static PathTable Read(string csv)
    {
        Assert.True(PathTable.TryRead(csv, out var table, out var errors), string.Join('\n', errors));
        return table;
    }

    private static string Text(JourneyBatch batch, int journey, char separator = ' ')
    {
        var channels = batch.Spans[journey].Channels.ToArray();
        return string.Join(separator, channels.Select(channel => batch.Names[channel]));
    }
}
