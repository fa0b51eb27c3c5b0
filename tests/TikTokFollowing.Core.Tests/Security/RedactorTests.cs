using System.Text.Encodings.Web;
using System.Text.Json;
using TikTokFollowing.Security;

namespace TikTokFollowing.Tests.Security;

public sealed class RedactorTests
{
    private const string Secret = "sk_\"quoted\"\\and/plus+1";

    [Fact]
    public void Redact_SecretAsJsonWritesIt_IsTakenOut()
    {
        string relaxed = JsonEncodedText.Encode(Secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        string[] texts = [Secret, JsonEncodedText.Encode(Secret).Value, relaxed, relaxed.Replace("/", "\\/", StringComparison.Ordinal)];
        Assert.All(texts, static text => Assert.Equal("(redacted)", new Redactor(Secret).Redact(text)));
    }
}
