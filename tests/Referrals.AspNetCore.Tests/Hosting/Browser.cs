using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.TestHost;

namespace Referrals.AspNetCore.Tests.Hosting;

/// <summary>
/// A browser: keeps cookies by the rules of RFC 6265, does not follow redirects by itself, and reads pages as HTML5.
/// </summary>
internal sealed class Browser
{
    private readonly Func<HttpRequestMessage, Task<HttpResponseMessage>> _send;
    private readonly string _host;

    internal Browser(TestServer server, string host)
    {
        _host = host;
        var client = new HttpClient(new JarHandler(Cookies, server.CreateHandler()));
        _send = request => client.SendAsync(request);
        Headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    }

    internal CookieContainer Cookies { get; } = new();

    internal Dictionary<string, string> Headers { get; } = [];

    internal Cookie? Referral => Cookies.GetAllCookies().FirstOrDefault(static cookie => cookie.Name == "__Host-ref");

    internal Browser As(string? customer)
    {
        _ = customer is null ? Headers.Remove("X-Customer") : (Headers["X-Customer"] = customer).Length > 0;
        return this;
    }

    internal Browser With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }

    internal Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? path : $"https://{_host}{path}");
        request.Content = content;
        foreach (var (name, value) in Headers)
        {
            _ = request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _send(request);
    }

    internal async Task<IHtmlDocument> PageAsync(string path) => await ReadAsync(await GetAsync(path));

    /// <summary>Fills the fields of a page's form and sends it, hidden fields included.</summary>
    internal Task<HttpResponseMessage> SubmitAsync(IDocument page, string selector, params (string Name, string Value)[] fields)
    {
        var form = page.QuerySelector<IHtmlFormElement>(selector) ?? throw new InvalidOperationException($"The page has no form {selector}.");
        var values = form.Elements.OfType<IHtmlInputElement>().Where(static input => input.Name is { Length: > 0 })
            .ToDictionary(static input => input.Name!, static input => input.Value, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        return SendAsync(HttpMethod.Post, form.GetAttribute("action")!, new FormUrlEncodedContent(values));
    }

    internal static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
    }

    private sealed class JarHandler(CookieContainer cookies, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var header = cookies.GetCookieHeader(request.RequestUri!);
            if (header.Length > 0)
            {
                request.Headers.Add("Cookie", header);
            }

            var response = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                cookies.SetCookies(request.RequestUri!, cookie);
            }

            return response;
        }
    }
}
