namespace Referrals.QrCodes.Tests;

public class QrColorsTests
{
    [Fact]
    public void Colours_far_apart_are_taken()
    {
        var colors = QrColors.Of("#1A237E", "#FFF8E1");

        Assert.Equal("#1a237e", colors.Dark);
        Assert.Equal("#fff8e1", colors.Light);
        Assert.Equal(colors, QrColors.Of("#1a237e", "#fff8e1"));
        Assert.Equal(QrColors.BlackOnWhite, QrColors.Of("#000000", "#FFFFFF"));
    }

    [Theory]
    [InlineData("#777777", "#aaaaaa")]
    [InlineData("#ffffff", "#000000")]
    [InlineData("#123", "#ffffff")]
    [InlineData("black", "white!!")]
    [InlineData("#00000g", "#ffffff")]
    public void Colours_that_no_camera_can_tell_apart_are_refused(string dark, string light) =>
        Assert.Throws<ArgumentException>(() => QrColors.Of(dark, light));
}
