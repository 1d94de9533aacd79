using NodaTime;

namespace Generator;

internal sealed class ShareMade(Person by, string channel, Instant at)
{
    public string Id { get; set; } = string.Empty;

    public Person By => by;

    public string Channel => channel;

    public Instant At => at;
}
